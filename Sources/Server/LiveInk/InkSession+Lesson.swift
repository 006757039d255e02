/// What a connection was told of its person's lesson.
struct ToldLesson {
  /// Where they sit; nil outside of a lesson and once it has ended.
  var place: LessonPlace?
  var message: [UInt8]?
}

extension InkSession {
  /// Tells where its person sits, and how the lesson stands, if that has changed.
  func tellLesson() {
    guard isWelcome, let user = session?.user.id else { return }
    let seat = ink.lessons.seats[user]
    lesson.place = seat?.state == .ended ? nil : seat?.place
    guard seat?.message != lesson.message else { return }
    send(seat?.message ?? LessonMessages.left)
    lesson.message = seat?.message
  }

  /// Shows the drawing under way on the big screen.
  func showInLesson() {
    guard let place = lesson.place, ink.lessonSeats.hasRoom, let held else { return }
    ink.lessonSeats.offer(held.drawing, at: place)
  }
}
