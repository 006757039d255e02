/// Clouds with the labels they stand for, laid out for a search through all of them.
struct TemplateSet: Sendable {
  let clouds: [PointCloud]
  /// The label's index of each template.
  let owners: [Int]
  let labelCount: Int
  /// `[template][place]`: indices into a table.
  private let cells: [UInt16]
  /// `[template][cell]`.
  private let tables: [UInt8]

  /// A label whose nearest template costs more than this times the winner's is not ranked.
  static let rankedShare: Int32 = 6
  static let unranked = Int32.max

  init(clouds: [PointCloud], owners: [Int], labelCount: Int) {
    self.clouds = clouds
    self.owners = owners
    self.labelCount = labelCount
    cells = [UInt16](unsafeUninitializedCapacity: clouds.count * PointCloud.count) {
      for (index, cloud) in clouds.enumerated() {
        cloud.write(cells: $0.baseAddress! + index * PointCloud.count)
      }
      $1 = $0.count
    }
    tables = [UInt8](unsafeUninitializedCapacity: clouds.count * NearestTable.count) {
      for (index, cloud) in clouds.enumerated() {
        NearestTable.write(cloud, to: $0.baseAddress! + index * NearestTable.count)
      }
      $1 = $0.count
    }
  }

  /// For each label what its nearest template costs, or `unranked`.
  func costs(of cloud: PointCloud) -> [Int32] {
    withUnsafeTemporaryAllocation(of: UInt16.self, capacity: PointCloud.count) { ownCells in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: NearestTable.count) { ownTable in
        cloud.write(cells: ownCells.baseAddress!)
        NearestTable.write(cloud, to: ownTable.baseAddress!)
        var search = Search(set: self, cloud: cloud)
        search.run(cells: ownCells.baseAddress!, table: ownTable.baseAddress!)
        return search.costs
      }
    }
  }

  /// What the nearest other template of the same label costs; nil where there is none.
  func costOfNearestSibling(of template: Int) -> Int32? {
    var best = Int32.max
    CloudMatch.with { match in
      withPlaces(of: template) { ownCells, ownTable in
        for other in clouds.indices where owners[other] == owners[template] && other != template {
          withPlaces(of: other) { cells, table in
            let there = NearestDistances(cells: ownCells, table: table)
            let back = NearestDistances(cells: cells, table: ownTable)
            let cost = match.cost(
              of: clouds[template], on: clouds[other], there: there, back: back, below: best)
            best = cost ?? best
          }
        }
      }
    }
    return best == .max ? nil : best
  }

  @inline(__always)
  func withPlaces<Result>(
    of template: Int, _ body: (UnsafePointer<UInt16>, UnsafePointer<UInt8>) -> Result
  ) -> Result {
    cells.withUnsafeBufferPointer { cells in
      tables.withUnsafeBufferPointer { tables in
        body(
          cells.baseAddress! + template * PointCloud.count,
          tables.baseAddress! + template * NearestTable.count)
      }
    }
  }
}

extension TemplateSet {
  /// One search for the nearest template of every label.
  struct Search {
    let set: TemplateSet
    let cloud: PointCloud
    private(set) var costs: [Int32]
    private var best = Int32.max

    init(set: TemplateSet, cloud: PointCloud) {
      self.set = set
      self.cloud = cloud
      costs = [Int32](repeating: TemplateSet.unranked, count: set.labelCount)
    }

    /// The template with the least bound goes first, so that most others need no matching.
    mutating func run(cells: UnsafePointer<UInt16>, table: UnsafePointer<UInt8>) {
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: set.clouds.count) { bounds in
        var first = (bound: Int32.max, index: 0)
        for index in set.clouds.indices {
          let (there, back) = distances(index, cells: cells, table: table)
          bounds[index] = min(there.leastBound, back.leastBound)
          if bounds[index] < first.bound { first = (bounds[index], index) }
        }
        guard first.bound < .max else { return }
        CloudMatch.with { match in
          consider(first.index, match, cells: cells, table: table)
          for index in set.clouds.indices where index != first.index && bounds[index] < limit(index)
          {
            consider(index, match, cells: cells, table: table)
          }
        }
      }
      leaveOutFarLabels()
    }

    /// The same by the plain search: every start of every template, to the end.
    mutating func runPlainly() {
      CloudMatch.with { match in
        for index in set.clouds.indices {
          let cost = match.cost(
            of: cloud, on: set.clouds[index], there: nil, back: nil, below: .max)
          note(cost, index)
        }
      }
      leaveOutFarLabels()
    }

    private mutating func consider(
      _ index: Int, _ match: CloudMatch, cells: UnsafePointer<UInt16>, table: UnsafePointer<UInt8>
    ) {
      let (there, back) = distances(index, cells: cells, table: table)
      let cost = match.cost(
        of: cloud, on: set.clouds[index], there: there, back: back, below: limit(index))
      note(cost, index)
    }

    @inline(__always)
    private func distances(
      _ index: Int, cells: UnsafePointer<UInt16>, table: UnsafePointer<UInt8>
    ) -> (there: NearestDistances, back: NearestDistances) {
      set.withPlaces(of: index) { theirCells, theirTable in
        (
          NearestDistances(cells: cells, table: theirTable),
          NearestDistances(cells: theirCells, table: table)
        )
      }
    }

    /// A cost of this or more changes nothing.
    @inline(__always)
    private func limit(_ index: Int) -> Int32 {
      min(costs[set.owners[index]], farthest)
    }

    /// Just beyond what is ranked.
    private var farthest: Int32 {
      best < Int32.max / TemplateSet.rankedShare ? best * TemplateSet.rankedShare + 1 : .max
    }

    @inline(__always)
    private mutating func note(_ cost: Int32?, _ index: Int) {
      guard let cost, cost < costs[set.owners[index]] else { return }
      costs[set.owners[index]] = cost
      best = min(best, cost)
    }

    private mutating func leaveOutFarLabels() {
      for label in costs.indices where costs[label] >= farthest {
        costs[label] = TemplateSet.unranked
      }
    }
  }
}
