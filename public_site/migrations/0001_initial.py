import django.db.models.deletion
import django.utils.timezone
import wagtail.contrib.routable_page.models
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='ArticlePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('body', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('quotation', 4), ('callout', 7), ('question', 10), ('steps', 11), ('picture', 14), ('file', 16)], blank=True, block_lookup={0: ('public_site.blocks.HeadingBlock', (), {}), 1: ('public_site.blocks.TextBlock', (), {'features': ['bold', 'link', 'document-link', 'ol', 'ul']}), 2: ('wagtail.blocks.TextBlock', (), {'label': 'Quotation'}), 3: ('wagtail.blocks.CharBlock', (), {'help_text': 'For a law: its name and the article.', 'label': 'Source of the quotation'}), 4: ('wagtail.blocks.StructBlock', [[('quotation', 2), ('source', 3)]], {}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Title of the box', 'max_length': 40}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'Text'}), 7: ('wagtail.blocks.StructBlock', [[('title', 5), ('text', 6)]], {}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'Question'}), 9: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link', 'document-link', 'ol', 'ul'], 'label': 'Answer'}), 10: ('wagtail.blocks.StructBlock', [[('question', 8), ('answer', 9)]], {}), 11: ('public_site.blocks.StepsBlock', (), {}), 12: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'required': False}), 14: ('wagtail.blocks.StructBlock', [[('image', 12), ('caption', 13)]], {}), 15: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'File of the page'}), 16: ('wagtail.blocks.StructBlock', [[('document', 15)]], {})}, verbose_name='text')),
                ('kind', models.CharField(choices=[('law', 'Legal education'), ('notice', 'Public notice'), ('story', "Helpers' stories"), ('document', 'Rules and documents')], default='law', max_length=10, verbose_name='kind')),
                ('published_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='date of publication')),
                ('publisher', models.CharField(max_length=60, verbose_name='published by')),
                ('source', models.CharField(blank=True, max_length=60, verbose_name='source')),
                ('index_number', models.CharField(blank=True, max_length=40, verbose_name='index number')),
                ('document_number', models.CharField(blank=True, max_length=40, verbose_name='document number')),
                ('responsible_editor', models.CharField(blank=True, max_length=60, verbose_name='responsible editor')),
            ],
            options={
                'verbose_name': 'article',
                'verbose_name_plural': 'articles',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('headline', models.CharField(help_text='One sentence; a comma marks where the line may break.', max_length=60, verbose_name='headline')),
                ('lead', models.CharField(max_length=160, verbose_name='lead')),
            ],
            options={
                'verbose_name': 'home page',
                'verbose_name_plural': 'home pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='NeedsPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', models.CharField(blank=True, max_length=200, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'needs board',
                'verbose_name_plural': 'needs boards',
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='SectionPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', models.CharField(blank=True, max_length=200, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'section',
                'verbose_name_plural': 'sections',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='TextPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('body', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('quotation', 4), ('callout', 7), ('question', 10), ('steps', 11), ('picture', 14), ('file', 16)], blank=True, block_lookup={0: ('public_site.blocks.HeadingBlock', (), {}), 1: ('public_site.blocks.TextBlock', (), {'features': ['bold', 'link', 'document-link', 'ol', 'ul']}), 2: ('wagtail.blocks.TextBlock', (), {'label': 'Quotation'}), 3: ('wagtail.blocks.CharBlock', (), {'help_text': 'For a law: its name and the article.', 'label': 'Source of the quotation'}), 4: ('wagtail.blocks.StructBlock', [[('quotation', 2), ('source', 3)]], {}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Title of the box', 'max_length': 40}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'Text'}), 7: ('wagtail.blocks.StructBlock', [[('title', 5), ('text', 6)]], {}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'Question'}), 9: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link', 'document-link', 'ol', 'ul'], 'label': 'Answer'}), 10: ('wagtail.blocks.StructBlock', [[('question', 8), ('answer', 9)]], {}), 11: ('public_site.blocks.StepsBlock', (), {}), 12: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'required': False}), 14: ('wagtail.blocks.StructBlock', [[('image', 12), ('caption', 13)]], {}), 15: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'File of the page'}), 16: ('wagtail.blocks.StructBlock', [[('document', 15)]], {})}, verbose_name='text')),
            ],
            options={
                'verbose_name': 'plain page',
                'verbose_name_plural': 'plain pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ReviewTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
                ('groups', models.ManyToManyField(help_text='Pages/snippets at this step in a workflow will be moderated or approved by these groups of users', to='auth.group', verbose_name='groups')),
            ],
            options={
                'verbose_name': 'reading by another person',
                'verbose_name_plural': 'readings by another person',
            },
            bases=('wagtailcore.task',),
        ),
    ]
