import Transport

/// The figures that the dashboard begins with.
struct StatisticsRoutes: Sendable {
  let overview: Overview

  var routes: [Route] {
    [
      Route(.get, "/api/admin/stats", .administrator) { _ in
        .json(Overview.timed(try overview.json()))
      }
    ]
  }
}
