package org.crashtag.layout.header;

import java.util.List;
import org.crashtag.layout.CType;
import org.crashtag.layout.UnknownTypeException;
import org.crashtag.layout.header.Type.Laid;

/**
 * A name in a declaration, and what stands around it.
 *
 * @param name null where there is none
 * @param modifiers from the name outwards
 * @param alignment that it asks for; 0 where it doesn't
 */
record Declarator(Token name, List<Modifier> modifiers, int alignment) {
  private static final long MOST_BYTES = Integer.MAX_VALUE;
  private static final int MOST_DEPTH = 64;
  private static final int LONGEST_POINTEE = 255;

  /** What stands around a name. */
  sealed interface Modifier {}

  /** {@code *}. */
  record Address(int bytes) implements Modifier {}

  /**
   * {@code [count]}.
   *
   * @param isOpen whether it is {@code []}
   */
  record Bound(Token open, Constant count, boolean isOpen) implements Modifier {}

  /** The parameters of a function. */
  record Call() implements Modifier {}

  /** A pointer to a type, whether that is known or not. */
  static Laid pointer(Type to, int bytes, Token where) throws UnknownTypeException {
    String pointee = to.pointee();
    if (pointee.length() > LONGEST_POINTEE) {
      throw where.location().fault("a pointer to what has a name of over 255 characters");
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
      throw location.fault("an array of what has no bound itself");
    }
    if (count < 0 && !bound.count().isUnsigned()) {
      throw location.fault("an array of " + count + " elements");
    }
    long size = element.type().size();
    if (count < 0 || count > MOST_BYTES / size) {
      throw location.fault(
          "an array of " + Long.toUnsignedString(count) + " elements, over 2 GB together");
    }
    if (element.depth() >= MOST_DEPTH) {
      throw location.fault("arrays in arrays, deeper than 64 levels");
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
