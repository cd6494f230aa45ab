package org.crashtag.layout;

import java.util.Optional;

/** Structures that represent a single value, whatever their members are called. */
public enum WellKnown {
  GUID(16, "_*(GUID|UUID|CLSID|IID)"),
  FILE_TIME(8, "_*FILETIME"),
  SIGNED_64(8, "_*(LARGE_INTEGER|PHYSICAL_ADDRESS)"),
  UNSIGNED_64(8, "_*ULARGE_INTEGER");

  private final long size;
  private final String names;

  /**
   * @param names a pattern for type names
   */
  WellKnown(long size, String names) {
    this.size = size;
    this.names = names;
  }

  /** Matches by size and by name, with or without the underscores of a tag. */
  public static Optional<WellKnown> of(CType type) {
    if (type instanceof CType.Structure) {
      for (WellKnown known : values()) {
        if (known.size == type.size() && type.name().matches(known.names)) {
          return Optional.of(known);
        }
      }
    }
    return Optional.empty();
  }

  /** The structure as a number; empty if it isn't one. */
  public Optional<CType.Scalar> scalar() {
    return switch (this) {
      case GUID -> Optional.empty();
      case SIGNED_64 -> Optional.of(new CType.Scalar("", CType.Scalar.Kind.SIGNED, size, 8));
      case FILE_TIME, UNSIGNED_64 ->
          Optional.of(new CType.Scalar("", CType.Scalar.Kind.UNSIGNED, size, 8));
    };
  }
}
