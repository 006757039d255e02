@testable import Training
import Testing
