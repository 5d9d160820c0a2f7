"""進みぐあいの一覧."""

from django.urls import path

from . import views

urlpatterns = [
    path("board/", views.board, name="board"),
    path("board/seen/", views.board_seen, name="board-seen"),
]
