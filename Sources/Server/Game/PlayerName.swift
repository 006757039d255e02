import Foundation

/// A name in the game: one that the server makes up of two words, or a typed one where that is
/// allowed. Made-up ones are what children get: nothing personal, and nothing rude.
struct PlayerName: Equatable {
  let text: String
  let isTyped: Bool

  static let lengthAtMost = 24

  /// Some names, each another.
  static func made(
    _ count: Int, using random: inout some RandomNumberGenerator
  ) -> [String] {
    var names: Set<String> = []
    while names.count < count {
      names.insert(
        "\(adjectives.randomElement(using: &random)!) \(animals.randomElement(using: &random)!)")
    }
    return Array(names)
  }

  /// A name that somebody asks for.
  /// - Returns: nil when it is none that may be had.
  init?(_ text: String, takesTyped: Bool) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    if words.count == 2, Self.knownAdjectives.contains(words[0]),
      Self.knownAnimals.contains(words[1])
    {
      (self.text, isTyped) = (text, false)
      return
    }
    let name = text.precomposed.trimmed
    guard takesTyped, Self.isFit(name) else { return nil }
    (self.text, isTyped) = (name, true)
  }

  /// Something to read, of a sane length, and nothing that a page could take for markup.
  private static func isFit(_ name: String) -> Bool {
    // An accent or two to a letter, no towers of them.
    guard 1...lengthAtMost ~= name.count, name.unicodeScalars.count <= 2 * lengthAtMost else {
      return false
    }
    var hasLetter = false
    for scalar in name.unicodeScalars {
      let properties = scalar.properties
      switch properties.generalCategory {
      case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
        .paragraphSeparator:
        return false
      default: break
      }
      if properties.isDefaultIgnorableCodePoint { return false }
      if "<>&\"`\\{}".unicodeScalars.contains(scalar) { return false }
      if properties.isAlphabetic || properties.numericType != nil { hasLetter = true }
    }
    return hasLetter
  }

  private static let knownAdjectives = Set(adjectives)
  private static let knownAnimals = Set(animals)

  static let adjectives: [Substring] = """
    Able Agile Amber Apple Azure Bouncy Brave Breezy Bright Brisk Bubbly Busy Calm Candy Careful
    Cheerful Chatty Clever Cloudy Cocoa Comfy Coral Cosy Cotton Crisp Curious Dainty Dancing
    Daring Dashing Dizzy Dreamy Eager Early Easy Fancy Fearless Fluffy Flying Fond Friendly
    Frosty Funny Fuzzy Gentle Giant Giddy Glad Gleaming Golden Graceful Grand Green Happy
    Helpful Honest Hopeful Humble Indigo Jazzy Jolly Joyful Jumping Keen Kind Lemon Lively Loyal
    Lucky Magic Marble Mellow Merry Mighty Minty Misty Musical Neat Nifty Nimble Noble Nutty
    Orange Patient Peachy Peppy Playful Plucky Polite Proud Purple Quick Quiet Rainbow Rapid
    Ready Rosy Ruby Sandy Shiny Silver Sleepy Smiling Snowy Sparkly Speedy Starry Steady Stripy
    Sunny Swift Tidy Tiny Turquoise Velvet Violet Warm Whistling Wise Witty Wonder Zesty Zippy
    """.split { $0.isWhitespace }

  static let animals: [Substring] = """
    Ant Alpaca Antelope Armadillo Badger Bat Bear Beaver Bee Beetle Bison Blackbird Bluebird
    Bobcat Buffalo Bumblebee Bunny Butterfly Camel Canary Caribou Cat Caterpillar Chameleon
    Cheetah Chick Chickadee Chinchilla Chipmunk Clownfish Cockatoo Condor Corgi Coyote Crab
    Crane Cricket Crow Cuckoo Deer Dingo Dolphin Donkey Dove Dragon Dragonfly Duck Duckling
    Eagle Echidna Egret Elephant Elk Emu Falcon Fawn Ferret Finch Firefly Flamingo Fox Frog
    Gazelle Gecko Gibbon Giraffe Goldfish Goose Gopher Grasshopper Griffin Guppy Hamster Hare
    Hawk Hedgehog Heron Hippo Hornbill Horse Hummingbird Ibex Ibis Iguana Impala Jackdaw Jaguar
    Jay Jellyfish Kangaroo Kingfisher Kitten Kiwi Koala Koi Ladybird Lamb Lark Lemming Lemur
    Leopard Lion Lizard Llama Lobster Lynx Macaw Magpie Mammoth Manatee Mantis Marmot Meerkat
    Mole Mongoose Moose Mouse Narwhal Newt Nightingale Ocelot Octopus Okapi Orca Oriole Otter
    Owl Panda Panther Parrot Peacock Pelican Penguin Pony Puffin Puppy Quail Quokka Rabbit
    Raccoon Reindeer Robin Salmon Seahorse Seal Sparrow Squirrel Starfish Stork Swallow Swan
    Tiger Toucan Turtle Unicorn Walrus Whale Wombat Woodpecker Zebra
    """.split { $0.isWhitespace }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
  fileprivate var precomposed: String { precomposedStringWithCanonicalMapping }
}
