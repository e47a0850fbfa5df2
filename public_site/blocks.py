"""What an editor may build a page of; no block takes raw HTML."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

PLAIN = ["bold", "link", "document-link", "ol", "ul"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        template = "public_site/blocks/heading.html"
        preview_value = "哪些人可以成为成员"


class TextBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "public_site/blocks/text.html"
        preview_value = "<p>矫正小组由社区矫正机构根据需要确定。</p>"


class QuotationBlock(blocks.StructBlock):
    quotation = blocks.TextBlock(label=_("Quotation"))
    source = blocks.CharBlock(
        label=_("Source of the quotation"), help_text=_("For a law: its name and the article.")
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation from a law or document")
        template = "public_site/blocks/quotation.html"
        preview_value = {
            "quotation": "社区矫正对象为女性的，矫正小组中应有女性成员。",
            "source": "《中华人民共和国社区矫正法》第二十五条",
        }


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title of the box"), max_length=40)
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "link"])

    class Meta:
        icon = "help"
        label = _("Notice box")
        template = "public_site/blocks/callout.html"
        preview_value = {"title": "报名前请先准备身份证", "text": "<p>全程约 5 分钟。</p>"}


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"))
    answer = blocks.RichTextBlock(label=_("Answer"), features=PLAIN)

    class Meta:
        icon = "help"
        label = _("Question and answer")
        template = "public_site/blocks/question.html"
        preview_value = {"question": "志愿者要做什么？", "answer": "<p>走访、陪伴或者授课。</p>"}


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("File of the page"))

    class Meta:
        icon = "doc-full"
        label = _("File to download")
        template = "public_site/blocks/file.html"


def picture() -> ImageBlock:
    """Wagtail's picture with its description; its inner field, which has no label, bears ours."""
    block = ImageBlock(label=_("Picture and its description"))
    block.child_blocks["image"].label = _("Picture")
    return block


class PictureBlock(blocks.StructBlock):
    image = picture()
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "public_site/blocks/picture.html"


class StepsBlock(blocks.ListBlock):
    def __init__(self, **kwargs):
        super().__init__(blocks.CharBlock(label=_("Step")), **kwargs)

    class Meta:
        icon = "list-ol"
        label = _("Numbered steps")
        template = "public_site/blocks/steps.html"
        preview_value = ["填写报名信息", "司法所审核", "参加岗前培训"]


class BodyBlock(blocks.StreamBlock):
    """The body of an article or plain page."""

    heading = HeadingBlock()
    text = TextBlock(features=PLAIN)
    quotation = QuotationBlock()
    callout = CalloutBlock()
    question = QuestionBlock()
    steps = StepsBlock()
    picture = PictureBlock()
    file = FileBlock()
