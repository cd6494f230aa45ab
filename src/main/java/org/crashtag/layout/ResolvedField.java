package org.crashtag.layout;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.crashtag.bytes.Nearest;

/**
 * A member of a structure, found by its path.
 *
 * @param path {@code Outer.Inner}, without anonymous parts
 * @param field as declared in the structure that contains it
 * @param offset in bytes from the start of the outermost structure
 */
public record ResolvedField(String path, CType.Field field, long offset) {
  private static final List<Long> SIZES = List.of(1L, 2L, 4L, 8L);

  /** Looks up a path; anonymous structures and unions are searched. */
  public static Optional<ResolvedField> find(CType.Structure structure, String path) {
    return find(structure, path, path, 0);
  }

  private static Optional<ResolvedField> find(
      CType.Structure structure, String path, String rest, long base) {
    for (CType.Field field : structure.fields()) {
      long offset = base + field.offset();
      Optional<ResolvedField> found = Optional.empty();
      if (field.name().isEmpty()) {
        if (field.type() instanceof CType.Structure inner) {
          found = find(inner, path, rest, offset);
        }
      } else if (field.name().equals(rest)) {
        found = Optional.of(new ResolvedField(path, field, offset));
      } else if (rest.startsWith(field.name() + ".")
          && field.type() instanceof CType.Structure inner) {
        found = find(inner, path, rest.substring(field.name().length() + 1), offset);
      }
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** {@code "; did you mean ...?"} from the names of the structure's members. */
  public static String hint(CType.Structure structure, String path) {
    Collection<String> names = new TreeSet<>();
    addNames(structure, names);
    return Nearest.hint(path, names);
  }

  private static void addNames(CType.Structure structure, Collection<String> names) {
    for (CType.Field field : structure.fields()) {
      if (!field.name().isEmpty()) {
        names.add(field.name());
      } else if (field.type() instanceof CType.Structure inner) {
        addNames(inner, names);
      }
    }
  }

  /** The member as a number; empty if it isn't one. */
  public Optional<NumberField> number() {
    return number(field.type(), offset, field.bitPosition(), field.bits());
  }

  /**
   * A type as a number: an integer, a boolean, an address, or a 64-bit integer stored as two
   * halves.
   */
  public static Optional<NumberField> number(CType type, long offset, int bitPosition, int bits) {
    CType.Scalar scalar = scalar(type);
    if (scalar == null || !SIZES.contains(scalar.size())) {
      return Optional.empty();
    }
    boolean isNumber =
        switch (scalar.kind()) {
          case SIGNED, CHARACTER, UNSIGNED, BOOLEAN, WIDE_CHARACTER -> true;
          case FLOAT, NONE -> false;
        };
    if (!isNumber) {
      return Optional.empty();
    }
    boolean signed =
        scalar.kind() == CType.Scalar.Kind.SIGNED || scalar.kind() == CType.Scalar.Kind.CHARACTER;
    int size = (int) scalar.size();
    boolean whole = bits < 0;
    return Optional.of(
        new NumberField(
            (int) offset, size, signed, whole ? 0 : bitPosition, whole ? size * Byte.SIZE : bits));
  }

  /** The type that holds the number; null if there is none. */
  private static CType.Scalar scalar(CType type) {
    if (type instanceof CType.Scalar scalar) {
      return scalar;
    }
    if (type instanceof CType.Enumeration enumeration) {
      return enumeration.underlying();
    }
    if (type instanceof CType.Pointer) {
      return new CType.Scalar(
          type.name(), CType.Scalar.Kind.UNSIGNED, type.size(), type.alignment());
    }
    return WellKnown.of(type).flatMap(WellKnown::scalar).orElse(null);
  }
}
