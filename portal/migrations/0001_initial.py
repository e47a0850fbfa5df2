import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import portal.privacy.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=255, unique=True)),
                ('depth', models.PositiveIntegerField()),
                ('numchild', models.PositiveIntegerField(default=0)),
                ('code', models.CharField(max_length=12, unique=True, verbose_name='statistical code')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('level', models.CharField(choices=[('county', 'County'), ('town', 'Town or sub-district'), ('community', 'Community or village')], max_length=10, verbose_name='level')),
                ('is_urban', models.BooleanField(default=True, verbose_name='urban')),
            ],
            options={
                'verbose_name': 'area',
                'verbose_name_plural': 'areas',
                'ordering': ['path'],
            },
        ),
        migrations.CreateModel(
            name='PrivacyNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=20, unique=True, verbose_name='version')),
                ('effective_from', models.DateField(verbose_name='in force from')),
                ('text', models.TextField(verbose_name='privacy notice')),
                ('sensitive_text', models.TextField(verbose_name='notice on sensitive personal data')),
            ],
            options={
                'verbose_name': 'privacy notice',
                'verbose_name_plural': 'privacy notices',
                'ordering': ['-effective_from'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('seal_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('phone', portal.privacy.fields.EncryptedTextField(blank=True, verbose_name='phone number')),
                ('phone_index', models.CharField(blank=True, editable=False, max_length=64)),
                ('phone_verified', models.BooleanField(default=False, verbose_name='phone number confirmed')),
                ('name', models.CharField(blank=True, max_length=60, verbose_name='name')),
                ('language', models.CharField(default='zh-hans', max_length=10, verbose_name='language')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('is_system', models.BooleanField(default=False, editable=False, verbose_name='system account')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='joined')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'account',
                'verbose_name_plural': 'accounts',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('phone_verified', True), models.Q(('phone_index', ''), _negated=True)), fields=('phone_index',), name='one_account_a_phone', violation_error_message='This phone number is already in use. Sign in with it instead.')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='kind')),
                ('facts', models.JSONField(default=dict)),
                ('url', models.CharField(blank=True, max_length=200)),
                ('object_type', models.CharField(blank=True, max_length=60)),
                ('object_id', models.CharField(blank=True, max_length=40)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='time')),
                ('read_at', models.DateTimeField(null=True, verbose_name='read')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'default_permissions': (),
                'indexes': [models.Index(fields=['account', '-id'], name='notice_by_account')],
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('kind', models.CharField(choices=[('justice_bureau', 'Justice bureau'), ('judicial_office', 'Judicial office'), ('correction_agency', 'Community corrections agency'), ('procuratorate', 'Procuratorate'), ('supplier', 'Supplier'), ('volunteer_organisation', 'Volunteer organisation'), ('neighbourhood_committee', 'Neighbourhood or village committee')], max_length=30, verbose_name='kind')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='address')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='public phone')),
                ('may_lead_groups', models.BooleanField(default=False, help_text='Only the community corrections agency and judicial offices acting for it.', verbose_name='may lead supervision groups')),
                ('may_certify', models.BooleanField(default=False, help_text='Volunteer organisations, charities, neighbourhood committees, public service bodies.', verbose_name='may record and certify volunteer service')),
                ('areas', models.ManyToManyField(related_name='offices', to='portal.area', verbose_name='areas covered')),
            ],
            options={
                'verbose_name': 'office',
                'verbose_name_plural': 'offices',
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='user',
            name='office',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='staff', to='portal.office', verbose_name='office'),
        ),
        migrations.CreateModel(
            name='OutboxMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(null=True)),
                ('last_error', models.CharField(blank=True, max_length=80)),
                ('address', models.EmailField(max_length=254)),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='portal.notice')),
            ],
            options={
                'default_permissions': ('view',),
                'indexes': [models.Index(fields=['sent_at', 'due_at'], name='outbox_due')],
            },
        ),
        migrations.CreateModel(
            name='PastPassword',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=256)),
                ('set_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='past_passwords', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PolicyVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60, verbose_name='policy')),
                ('effective_from', models.DateField(verbose_name='in force from')),
                ('value', models.JSONField(verbose_name='value')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
            ],
            options={
                'verbose_name': 'policy',
                'verbose_name_plural': 'policies',
                'ordering': ['key', '-effective_from'],
                'constraints': [models.UniqueConstraint(fields=('key', 'effective_from'), name='one_policy_value_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Reveal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='time')),
                ('object_type', models.CharField(max_length=60)),
                ('object_id', models.CharField(max_length=40)),
                ('field', models.CharField(max_length=40)),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'default_permissions': ('add', 'view'),
            },
        ),
        migrations.CreateModel(
            name='ShortMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(null=True)),
                ('last_error', models.CharField(blank=True, max_length=80)),
                ('seal_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('phone', portal.privacy.fields.EncryptedTextField(blank=True)),
                ('text', portal.privacy.fields.EncryptedTextField(blank=True)),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['sent_at', 'due_at'], name='short_message_due')],
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, verbose_name='time')),
                ('action', models.CharField(max_length=80, verbose_name='action')),
                ('result', models.CharField(choices=[('done', 'Done'), ('denied', 'Denied'), ('refused', 'Refused by a rule')], default='done', max_length=10, verbose_name='result')),
                ('object_type', models.CharField(blank=True, max_length=60, verbose_name='kind of object')),
                ('object_id', models.CharField(blank=True, max_length=40, verbose_name='object id')),
                ('object_label', models.CharField(blank=True, max_length=80, verbose_name='object')),
                ('address', models.GenericIPAddressField(null=True, verbose_name='address')),
                ('request_id', models.CharField(blank=True, max_length=32, verbose_name='request id')),
                ('detail', models.JSONField(default=dict, verbose_name='detail')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='portal.area', verbose_name='area')),
            ],
            options={
                'verbose_name': 'audit entry',
                'verbose_name_plural': 'audit log',
                'ordering': ['-pk'],
                'default_permissions': ('view', 'export'),
                'indexes': [models.Index(fields=['object_type', 'object_id', '-id'], name='audit_by_object'), models.Index(fields=['area', '-id'], name='audit_by_area'), models.Index(fields=['actor', '-id'], name='audit_by_actor')],
            },
        ),
    ]
