"""The team: members with a role, second-level unions (units), and who an admin has listed to receive alerts."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a member may do; each role includes those before it (dashboards/access.py)."""

    VIEWER = "viewer", _("查看者")
    REPORTER = "reporter", _("基层信息员")
    MONITOR = "monitor", _("值班员")
    LEAD = "lead", _("组长")
    ADMIN = "admin", _("管理员")


class Unit(models.Model):
    """A second-level union with the words that tag items with it."""

    name = models.CharField(max_length=80, unique=True)
    words = ArrayField(models.CharField(max_length=40), default=list)
    exclude = ArrayField(models.CharField(max_length=40), default=list)
    retired_at = models.DateTimeField(null=True, help_text="tags nothing any more; what it has stays")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Creates members; usernames are unique regardless of case."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> User:
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: object) -> User:
        return self.create_user(username, password, role=Role.ADMIN, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A member of the team (the one kind of person this system knows): never someone in the news."""

    username = models.CharField(_("用户名"), max_length=60, unique=True)
    name = models.CharField(_("姓名"), max_length=60, blank=True)
    email = models.EmailField(_("邮箱"), blank=True)
    role = models.CharField(_("角色"), max_length=10, choices=Role, default=Role.VIEWER)
    language = models.CharField(_("语言"), max_length=10, default="zh-hans")
    units = models.ManyToManyField(Unit, blank=True, related_name="members")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    link_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the open one-time link, if any")
    link_until = models.DateTimeField(null=True, blank=True, help_text="when that link ends")
    oidc_subject = models.CharField(max_length=255, blank=True, help_text="`sub` of the single sign-on, once used")

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_username_any_case"),
            models.UniqueConstraint("link_digest", condition=~models.Q(link_digest=""), name="user_link_once"),
            models.UniqueConstraint("oidc_subject", condition=~models.Q(oidc_subject=""), name="user_subject_once"),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    @property
    def answers_alerts(self) -> bool:
        """May sign in, and is of a role that is told of alerts."""
        return self.is_active and self.role in (Role.MONITOR, Role.LEAD, Role.ADMIN)


class Recipient(models.Model):
    """A member and channel that an admin has listed; nothing is ever sent to anyone else (SCOPE 5)."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("邮件")
        BROWSER = "browser", _("浏览器通知")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recipients")
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.EMAIL)
    address = models.CharField(max_length=200)
    min_level = models.PositiveSmallIntegerField(default=1, help_text="1 blue, 2 yellow, 3 orange, 4 red")
    enabled = models.BooleanField(default=True)
    listed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint("user", "channel", "address", name="recipient_once")]

    def __str__(self) -> str:
        return f"{self.channel}:{self.pk}"
