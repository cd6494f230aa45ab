package org.crashtag.layout.header;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.crashtag.bytes.Nearest;
import org.crashtag.layout.UnknownTypeException;
import org.crashtag.layout.header.Type.Tag;

/** The names that a header has declared so far. */
final class Scope {
  private static final int MOST_HINTS = 100;
  private static final int MOST_KNOWN = 1000;
  private static final int LONGEST_HINT = 64;

  /**
   * A {@code typedef}.
   *
   * @param isOwn whether one of the user's headers declares it
   */
  private record Named(Type type, SourceLocation location, boolean isOwn) {}

  private final Map<String, Named> names = new HashMap<>();
  private final Map<String, Tag> tags = new HashMap<>();
  private final Map<String, Constant> constants = new LinkedHashMap<>();

  /** Names that unsupported declarations would have declared. */
  private final Map<String, UnknownTypeException> broken = new HashMap<>();

  /** All names that occur in these declarations. */
  private final Map<String, UnknownTypeException> mentioned = new HashMap<>();

  private boolean isOwn;

  /** Limits the time spent on suggestions, which a header could otherwise make unbounded. */
  private int hints;

  /** Marks all later declarations as the user's. */
  void beginOwn() {
    isOwn = true;
  }

  boolean isOwn() {
    return isOwn;
  }

  void name(Token name, Type type) throws UnknownTypeException {
    Named before = names.get(name.text());
    if (before != null && before.isOwn && !isSame(before.type, type)) {
      throw name.location().fault(name.text() + " is already another type at " + before.location);
    }
    names.put(name.text(), new Named(type, name.location(), isOwn));
  }

  private static boolean isSame(Type one, Type two) {
    return one == two || (!(one instanceof Tag) && one.equals(two));
  }

  /** The tag of a reference, created if it is new. */
  Tag tag(String keyword, Token name) throws UnknownTypeException {
    UnknownTypeException fault = broken.get(name.text());
    Tag tag = tags.get(name.text());
    if (fault != null) {
      return new Tag(keyword, name.text(), name.location(), isOwn).broken(fault);
    }
    if (tag != null && !tag.keyword().equals(keyword) && tag.isOwn()) {
      throw name.location().fault(name.text() + " is a " + tag.keyword() + " at " + tag.location());
    }
    if (tag == null || !tag.keyword().equals(keyword)) {
      tag = new Tag(keyword, name.text(), name.location(), isOwn);
      tags.put(name.text(), tag);
    }
    return tag;
  }

  /** The tag of a definition, which must be its first. */
  Tag newTag(String keyword, Token name) throws UnknownTypeException {
    Tag tag = tags.get(name.text());
    if (tag != null && tag.isDefined() && (tag.isOwn() || !isOwn)) {
      throw name.location().fault(name.text() + " is already defined at " + tag.location());
    }
    if (tag == null || tag.isDefined() || !tag.keyword().equals(keyword)) {
      tag = new Tag(keyword, name.text(), name.location(), isOwn);
      tags.put(name.text(), tag);
    }
    return tag;
  }

  void constant(Token name, Constant value) throws UnknownTypeException {
    Constant before = constants.put(name.text(), value);
    if (before != null && !before.equals(value)) {
      throw name.location().fault(name.text() + " already has another value");
    }
  }

  /** Records a declaration that is not supported. */
  void broken(Iterable<String> declared, Iterable<String> all, UnknownTypeException fault) {
    for (String name : declared) {
      broken.putIfAbsent(name, fault);
    }
    for (String name : all) {
      mentioned.putIfAbsent(name, fault);
    }
  }

  boolean isType(String name) {
    return names.containsKey(name) || broken.containsKey(name);
  }

  /** The type that a name denotes. */
  Type type(Token name) {
    UnknownTypeException fault = broken.get(name.text());
    if (fault != null) {
      return new Type.Broken(name.text(), fault);
    }
    Named named = names.get(name.text());
    return named == null ? new Type.Unknown(name, hint(name.text())) : named.type;
  }

  private void checkWhole(String name) throws UnknownTypeException {
    if (broken.containsKey(name)) {
      throw broken.get(name);
    }
  }

  /** Looks up a type by typedef name or tag. */
  Type find(String name, String file) throws UnknownTypeException {
    checkWhole(name);
    Named named = names.get(name);
    if (named != null) {
      return named.type;
    }
    Tag tag = tags.get(name);
    if (tag != null) {
      return tag;
    }
    throw unknown(name, "type", file);
  }

  /** Reports an unknown name, or why the search is inconclusive. */
  UnknownTypeException unknown(String name, String what, String file) {
    UnknownTypeException fault = mentioned.get(name);
    return fault == null
        ? new UnknownTypeException(file + ": no " + what + " \"" + name + "\"" + hint(name))
        : fault;
  }

  private String hint(String name) {
    hints++;
    if (hints > MOST_HINTS || name.length() > LONGEST_HINT) {
      return "";
    }
    Set<String> known = new TreeSet<>();
    names.forEach((each, named) -> add(known, each, named.isOwn));
    tags.forEach((each, tag) -> add(known, each, tag.isOwn()));
    return Nearest.hint(name, known);
  }

  private static void add(Set<String> known, String name, boolean isOwn) {
    if (isOwn && !name.isEmpty() && name.length() <= LONGEST_HINT && known.size() < MOST_KNOWN) {
      known.add(name);
    }
  }

  /** An enumeration constant; null if there is none of this name. */
  Constant constant(String name) throws UnknownTypeException {
    Constant value = constants.get(name);
    if (value == null) {
      checkWhole(name);
    }
    return value;
  }

  Map<String, Constant> constants() {
    return constants;
  }
}
