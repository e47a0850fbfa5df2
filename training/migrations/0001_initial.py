import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('portal', '0001_initial'),
        ('portal', '__first__'),
        ('volunteers', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feed', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'calendar feed',
                'verbose_name_plural': 'calendar feeds',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=80, verbose_name='title')),
                ('minutes', models.PositiveIntegerField(verbose_name='length, minutes')),
                ('is_pre_service', models.BooleanField(default=False, verbose_name='pre-service training')),
                ('self_study', models.BooleanField(default=False, help_text='Helpers read it in their own space and confirm it.', verbose_name='self-study')),
                ('content', models.TextField(blank=True, verbose_name='content')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='courses', to='portal.area', verbose_name='area')),
            ],
            options={
                'verbose_name': 'training course',
                'verbose_name_plural': 'training courses',
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('kind', models.CharField(choices=[('talk', 'Talk room'), ('quiet', 'Quiet room'), ('law', 'Legal education room'), ('library', 'Library'), ('correction', 'Correction room'), ('release', 'Release room'), ('training', 'Education and training room'), ('counselling', 'Counselling room'), ('remote', 'Remote meeting room'), ('announcement', 'Announcement room')], max_length=15, verbose_name='kind of room')),
                ('capacity', models.PositiveSmallIntegerField(default=2, verbose_name='seats')),
                ('in_use', models.BooleanField(default=True, verbose_name='in use')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rooms', to='portal.area', verbose_name='area')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rooms', to='portal.office', verbose_name='office')),
            ],
            options={
                'verbose_name': 'room',
                'verbose_name_plural': 'rooms',
                'ordering': ['office', 'name'],
                'constraints': [models.UniqueConstraint(fields=('office', 'name'), name='one_room_a_name_and_office')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('individual_talk', 'Individual talk or education'), ('individual_counselling', 'Individual counselling'), ('group_counselling', 'Group counselling'), ('collective_education', 'Collective education or lecture'), ('skills_training', 'Skills training'), ('home_visit', 'Home visit'), ('remote_visit', 'Visit by phone or video'), ('public_benefit_activity', 'Public-benefit activity'), ('job_fair', 'Job fair'), ('announcement', 'Announcement'), ('group_meeting', 'Supervision group meeting'), ('joint_meeting', 'Joint meeting'), ('helper_training', 'Training of helpers'), ('case_supervision', 'Professional supervision')], max_length=30, verbose_name='kind of session')),
                ('help_kind', models.CharField(blank=True, choices=[('legal_education', 'Rule-of-law education'), ('moral_education', 'Moral education'), ('psych_counselling', 'Psychological counselling'), ('vocational_training', 'Vocational training'), ('employment_guidance', 'Employment guidance'), ('schooling', 'Help with schooling'), ('family_relations', 'Mending family and social relations'), ('social_relief', 'Social relief'), ('social_insurance', 'Social insurance'), ('legal_aid', 'Legal aid'), ('transitional_placement', 'Transitional placement'), ('home_visit', 'Home visit'), ('public_benefit_activity', 'Public-benefit activity')], max_length=25, verbose_name='kind of help')),
                ('place', models.CharField(blank=True, help_text='Where to meet, if not in a room of the office.', max_length=100, verbose_name='place')),
                ('starts_at', models.DateTimeField(verbose_name='begins')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Held'), ('cancelled', 'Cancelled')], default='planned', max_length=10, verbose_name='state')),
                ('has_risk', models.BooleanField(default=False, verbose_name='personal danger possible')),
                ('fitness_confirmed', models.BooleanField(default=False, verbose_name='labour ability and health of the subjects are fit for this activity')),
                ('fitness_confirmed_again', models.BooleanField(default=False, verbose_name='fitness confirmed a second time, outside prison for illness')),
                ('guardian_notified', models.BooleanField(default=False, verbose_name='the guardian was told to attend')),
                ('necessity', models.CharField(blank=True, max_length=200, verbose_name='why in working hours')),
                ('cancel_reason', models.CharField(blank=True, max_length=200, verbose_name='reason for cancelling')),
                ('sequence', models.PositiveIntegerField(default=0, editable=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='portal.area', verbose_name='area')),
                ('chair', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='chaired by')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='arranged by')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='volunteers.supervisiongroup', verbose_name='supervision group')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='portal.office', verbose_name='organised by')),
                ('room', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='training.room', verbose_name='room')),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'ordering': ['-starts_at', '-pk'],
                'indexes': [models.Index(fields=['area', '-starts_at', '-id'], name='session_by_area')],
                'constraints': [models.CheckConstraint(condition=models.Q(('starts_at__lt', models.F('ends_at'))), name='session_in_order')],
            },
        ),
        migrations.CreateModel(
            name='CalendarEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('text', models.TextField()),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_events', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='training.session')),
            ],
            options={
                'ordering': ['starts_at', 'pk'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('account', 'session'), name='one_event_an_account_and_session')],
            },
        ),
        migrations.CreateModel(
            name='Booking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_from', models.DateTimeField()),
                ('held_to', models.DateTimeField()),
                ('active', models.BooleanField(default=True)),
                ('agreed_at', models.DateTimeField(blank=True, null=True, verbose_name='agreed')),
                ('attendance', models.CharField(choices=[('expected', 'Expected'), ('present', 'Present'), ('absent', 'Absent with notice'), ('no_show', 'Did not come as agreed')], default='expected', max_length=10, verbose_name='attendance')),
                ('came_at', models.DateTimeField(blank=True, null=True, verbose_name='came')),
                ('left_at', models.DateTimeField(blank=True, null=True, verbose_name='left')),
                ('break_minutes', models.PositiveIntegerField(default=0, verbose_name='break, minutes')),
                ('travel_minutes', models.PositiveIntegerField(default=0, verbose_name='travel, minutes')),
                ('work_done', models.CharField(blank=True, max_length=500, verbose_name='what was done')),
                ('no_gifts', models.BooleanField(default=False, verbose_name='no payment or gift was taken from the subject')),
                ('needs_follow_up', models.BooleanField(default=False, verbose_name='the judicial office should follow up soon')),
                ('explanation', models.CharField(blank=True, max_length=300, verbose_name='explanation')),
                ('attendance_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('helper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='volunteers.helper')),
                ('subject', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='volunteers.subject')),
                ('room', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='training.room')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='training.session')),
            ],
            options={
                'verbose_name': 'booking',
                'verbose_name_plural': 'bookings',
                'ordering': ['session', 'pk'],
                'indexes': [models.Index(fields=['helper', 'held_from'], name='booking_by_helper'), models.Index(fields=['room', 'held_from'], name='booking_by_room'), models.Index(fields=['subject', 'held_from'], name='booking_by_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(('held_from__lt', models.F('held_to'))), name='booking_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('helper__isnull', False), ('room', None), ('subject', None)), models.Q(('helper', None), ('room__isnull', False), ('subject', None)), models.Q(('helper', None), ('room', None), ('subject__isnull', False)), _connector='OR'), name='booking_of_one_resource'), models.CheckConstraint(condition=models.Q(('came_at', None), ('left_at', None), ('came_at__lt', models.F('left_at')), _connector='OR'), name='attendance_in_order'), models.UniqueConstraint(fields=('session', 'helper'), name='one_booking_a_session_and_helper'), models.UniqueConstraint(fields=('session', 'subject'), name='one_booking_a_session_and_subject')],
            },
        ),
        migrations.CreateModel(
            name='CourseCompletion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('passed_on', models.DateField(verbose_name='passed on')),
                ('confirmed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='completions', to='training.course')),
                ('helper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='completions', to='volunteers.helper')),
            ],
            options={
                'verbose_name': 'course completion',
                'verbose_name_plural': 'course completions',
                'ordering': ['-passed_on', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('course', 'helper'), name='one_completion_a_course_and_helper')],
            },
        ),
    ]
