private import Foundation

/// The attributes of one tag, as the parser hands them in: valid as long as its event.
struct TagAttributes {
  /// Name, value, name, value, …, NULL; a value may be NULL.
  private let list: UnsafePointer<UnsafePointer<CChar>?>?

  init(_ list: UnsafePointer<UnsafePointer<CChar>?>?) { self.list = list }

  /// The attributes that matter on any element.
  struct Common {
    /// Class, id and itemprop, parted by blanks.
    var names = ""
    var isHidden = false
    var time: String?
    var modifiedTime: String?
  }

  /// The attributes that matter on any element, found in one pass.
  var common: Common {
    var common = Common()
    each { name, value in
      // Most attributes (href, src, data-…) are told by their first letters.
      switch UInt8(bitPattern: name[0]) {
      case UInt8(ascii: "c") where strcmp(name, "class") == 0,
        UInt8(ascii: "i") where strcmp(name, "id") == 0,
        UInt8(ascii: "i") where strcmp(name, "itemprop") == 0:
        guard let value else { return }
        if !common.names.isEmpty { common.names += " " }
        common.names += String(cString: value)
      case UInt8(ascii: "h") where strcmp(name, "hidden") == 0: common.isHidden = true
      case UInt8(ascii: "s") where strcmp(name, "style") == 0:
        if let value, Self.hides(value) { common.isHidden = true }
      case UInt8(ascii: "d") where strcmp(name, "data-date-time") == 0:
        common.time = value.map { String(cString: $0) }
      case UInt8(ascii: "d") where strcmp(name, "data-modify-date-time") == 0:
        common.modifiedTime = value.map { String(cString: $0) }
      default: break
      }
    }
    return common
  }

  /// The value of the attribute `wanted`; empty when there is none.
  subscript(wanted: String) -> String {
    var found = ""
    each { name, value in
      if found.isEmpty, let value, strcmp(name, wanted) == 0 { found = String(cString: value) }
    }
    return found
  }

  private func each(_ body: (UnsafePointer<CChar>, UnsafePointer<CChar>?) -> Void) {
    guard let list else { return }
    var index = 0
    while let name = list[index] {
      body(name, list[index + 1])
      index += 2
    }
  }

  private static func hides(_ style: UnsafePointer<CChar>) -> Bool {
    guard strpbrk(style, "dDvV") != nil else { return false }
    let style = String(cString: style).utf8.prefix(256).filter { $0 != 0x20 }
    let text = String(decoding: style, as: UTF8.self).lowercased()
    return text.contains("display:none") || text.contains("visibility:hidden")
  }
}
