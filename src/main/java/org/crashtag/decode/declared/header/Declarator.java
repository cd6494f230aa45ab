package org.crashtag.decode.declared.header;

import java.util.List;
import org.crashtag.decode.declared.CType;
import org.crashtag.decode.declared.UnknownTypeException;
import org.crashtag.decode.declared.header.Type.Laid;

/**
 * A name in a declaration, and what stands around it.
 *
 * @param name null where there is none
 * @param parts from the name outwards
 * @param alignment that it asks for; 0 where it doesn't
 */
record Declarator(Token name, List<Part> parts, int alignment) {
  private static final long MOST_BYTES = Integer.MAX_VALUE;
  private static final int MOST_DEPTH = 64;
  private static final int LONGEST_POINTEE = 255;

  /** What stands around a name. */
  sealed interface Part {}

  /** {@code *}. */
  record Address(int bytes) implements Part {}

  /**
   * {@code [count]}.
   *
   * @param isOpen whether it is {@code []}
   */
  record Bound(Token open, Constant count, boolean isOpen) implements Part {}

  /** The parameters of a function. */
  record Call() implements Part {}

  /** A pointer to a type, whether that is known or not. */
  static Laid pointer(Type to, int bytes, Token where) throws UnknownTypeException {
    String pointee = to.pointee();
    if (pointee.length() > LONGEST_POINTEE) {
      throw where.place().fault("a pointer to what has a name of over 255 characters");
    }
    String name = ("Ptr" + 8 * bytes + " " + pointee).strip();
    return Laid.of(new CType.Pointer(name, bytes, bytes));
  }

  /** An array of a type. */
  static Laid array(Type of, Bound bound) throws UnknownTypeException {
    Place place = bound.open().place();
    Laid element = of.complete(place);
    long count = bound.count().value();
    boolean isOpen = count == 0;
    if (element.isOpen()) {
      throw place.fault("an array of what has no bound itself");
    }
    if (count < 0 && !bound.count().isUnsigned()) {
      throw place.fault("an array of " + count + " elements");
    }
    long size = element.type().size();
    if (count < 0 || count > MOST_BYTES / size) {
      throw place.fault(
          "an array of " + Long.toUnsignedString(count) + " elements, over 2 GB together");
    }
    if (element.depth() >= MOST_DEPTH) {
      throw place.fault("arrays in arrays, deeper than 64 levels");
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
