package org.crashtag.layout.header;

import java.util.List;
import org.crashtag.layout.CType;
import org.crashtag.layout.UnknownTypeException;
import org.crashtag.layout.header.Type.Laid;

/**
 * A declarator: a name in a declaration, with its modifiers.
 *
 * @param name null if there is none
 * @param modifiers ordered from the name outwards
 * @param alignment requested alignment; 0 if none
 */
record Declarator(Token name, List<Modifier> modifiers, int alignment) {
  private static final long MOST_BYTES = Integer.MAX_VALUE;
  private static final int MOST_DEPTH = 64;
  private static final int LONGEST_POINTEE = 255;

  /** A modifier of a name. */
  sealed interface Modifier {}

  /** A pointer, {@code *}. */
  record Address(int bytes) implements Modifier {}

  /**
   * An array, {@code [count]}.
   *
   * @param isOpen whether the bound is missing, as in {@code []}
   */
  record Bound(Token open, Constant count, boolean isOpen) implements Modifier {}

  /** The parameters of a function. */
  record Call() implements Modifier {}

  /** A pointer to a type, which may be unknown. */
  static Laid pointer(Type to, int bytes, Token where) throws UnknownTypeException {
    String pointee = to.pointee();
    if (pointee.length() > LONGEST_POINTEE) {
      throw where.location().fault("a pointer to a type whose name exceeds 255 characters");
    }
    String name = ("Ptr" + 8 * bytes + " " + pointee).strip();
    return Laid.of(new CType.Pointer(name, bytes, bytes));
  }

  /** An array of a type. */
  static Laid array(Type of, Bound bound) throws UnknownTypeException {
    SourceLocation location = bound.open().location();
    Laid element = of.complete(location);
    long count = bound.count().value();
    boolean isOpen = count == 0;
    if (element.isOpen()) {
      throw location.fault("an array whose elements have no bound");
    }
    if (count < 0 && !bound.count().isUnsigned()) {
      throw location.fault("an array of " + count + " elements");
    }
    long size = element.type().size();
    if (count < 0 || count > MOST_BYTES / size) {
      throw location.fault(
          "an array of " + Long.toUnsignedString(count) + " elements is larger than 2 GB");
    }
    if (element.depth() >= MOST_DEPTH) {
      throw location.fault("arrays nested more than 64 levels deep");
    }
    return new Laid(
        new CType.Array(element.type(), count),
        element.required(),
        element.own(),
        element.depth() + 1,
        element.members(),
        isOpen);
  }
}
