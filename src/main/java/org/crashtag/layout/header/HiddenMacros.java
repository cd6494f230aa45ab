package org.crashtag.layout.header;

/**
 * The macros that a token came from, which prevents a macro from being expanded within itself.
 * Source: Dave Prosser's algorithm of 1986, on which the wording of the C standard is based.
 */
final class HiddenMacros {
  static final HiddenMacros NONE = new HiddenMacros(null, null);

  private final String name;
  private final HiddenMacros others;
  private final int size;

  private HiddenMacros(String name, HiddenMacros others) {
    this.name = name;
    this.others = others;
    this.size = others == null ? 0 : others.size + 1;
  }

  int size() {
    return size;
  }

  boolean contains(String macro) {
    for (HiddenMacros each = this; each.others != null; each = each.others) {
      if (each.name.equals(macro)) {
        return true;
      }
    }
    return false;
  }

  HiddenMacros and(String macro) {
    return contains(macro) ? this : new HiddenMacros(macro, this);
  }

  HiddenMacros and(HiddenMacros more) {
    if (this == NONE || this == more) {
      return more;
    }
    HiddenMacros all = this;
    for (HiddenMacros each = more; each.others != null; each = each.others) {
      all = all.and(each.name);
    }
    return all;
  }

  /** The intersection of both sets. */
  HiddenMacros inBoth(HiddenMacros other) {
    HiddenMacros both = NONE;
    for (HiddenMacros each = this; each.others != null; each = each.others) {
      if (other.contains(each.name)) {
        both = both.and(each.name);
      }
    }
    return both;
  }
}
