package org.crashtag.layout.header;

import org.crashtag.layout.CType;
import org.crashtag.layout.UnknownTypeException;

/** The type of a declared name. */
sealed interface Type {
  /**
   * Lays out the type.
   *
   * @param where the location that needs it
   */
  Laid complete(SourceLocation where) throws UnknownTypeException;

  /** The name used for pointers to it. */
  String pointee();

  /**
   * A type whose layout is known.
   *
   * @param required the alignment that {@code __declspec(align)} requests for a structure or one of
   *     its members, which packing does not reduce; 0 if none
   * @param own the alignment of members of the type, whatever the packing; 0 for the natural
   *     alignment
   * @param depth nesting depth
   * @param members number of members, including those of nested types
   * @param isOpen whether it ends with an array without a bound
   */
  record Laid(CType type, int required, int own, int depth, long members, boolean isOpen)
      implements Type {
    /** Creates a number or a pointer. */
    static Laid of(CType type) {
      return new Laid(type, 0, 0, 0, 1, false);
    }

    @Override
    public Laid complete(SourceLocation where) throws UnknownTypeException {
      if (type instanceof CType.Scalar scalar && scalar.kind() == CType.Scalar.Kind.NONE) {
        throw where.fault("void has no size");
      }
      return this;
    }

    @Override
    public String pointee() {
      return type.name();
    }

    Laid withType(CType other) {
      return new Laid(other, required, own, depth, members, isOpen);
    }

    /** The same type with the alignment that a typedef requests. */
    Laid aligned(int alignment) {
      return new Laid(type, required, alignment, depth, members, isOpen);
    }
  }

  /** A structure, union or enumeration with a tag, possibly not yet defined. */
  final class Tag implements Type {
    private final String keyword;
    private final String name;
    private final SourceLocation location;
    private final boolean isOwn;
    private Laid laid;
    private UnknownTypeException fault;

    /**
     * @param keyword {@code struct}, {@code union} or {@code enum}
     * @param name empty if it has none
     * @param isOwn whether the user's headers have it
     */
    Tag(String keyword, String name, SourceLocation location, boolean isOwn) {
      this.keyword = keyword;
      this.name = name;
      this.location = location;
      this.isOwn = isOwn;
    }

    String keyword() {
      return keyword;
    }

    SourceLocation location() {
      return location;
    }

    boolean isOwn() {
      return isOwn;
    }

    boolean isDefined() {
      return laid != null;
    }

    /** Marks its definition as unsupported; pointers to it are still possible. */
    Tag broken(UnknownTypeException why) {
      fault = why;
      return this;
    }

    void define(Laid as) {
      laid = as;
    }

    /** Without a tag, it is named after its {@code typedef}. */
    void call(String typedef) {
      if (laid == null || !laid.type().name().isEmpty()) {
        return;
      }
      CType type = laid.type();
      if (type instanceof CType.Structure structure) {
        laid =
            laid.withType(
                new CType.Structure(
                    typedef,
                    structure.isUnion(),
                    structure.size(),
                    structure.alignment(),
                    structure.fields()));
      } else if (type instanceof CType.Enumeration enumeration) {
        laid =
            laid.withType(
                new CType.Enumeration(typedef, enumeration.underlying(), enumeration.constants()));
      }
    }

    @Override
    public Laid complete(SourceLocation where) throws UnknownTypeException {
      if (fault != null) {
        throw fault;
      }
      if (laid == null) {
        throw where.fault(keyword + " " + name + " is not defined before this point");
      }
      return laid;
    }

    @Override
    public String pointee() {
      return laid == null ? name : laid.type().name();
    }
  }

  /** A function. */
  record Function() implements Type {
    @Override
    public Laid complete(SourceLocation where) throws UnknownTypeException {
      throw where.fault("a function has no size");
    }

    @Override
    public String pointee() {
      return "function";
    }
  }

  /**
   * An undefined name; pointers to it are still possible.
   *
   * @param hint a suggestion for a misspelled name
   */
  record Unknown(Token name, String hint) implements Type {
    @Override
    public Laid complete(SourceLocation where) throws UnknownTypeException {
      throw name.location().fault("unknown type " + name.shown() + hint);
    }

    @Override
    public String pointee() {
      return name.text();
    }
  }

  /** A name whose declaration is unsupported; pointers to it are still possible. */
  record Broken(String pointee, UnknownTypeException fault) implements Type {
    @Override
    public Laid complete(SourceLocation where) throws UnknownTypeException {
      throw fault;
    }
  }
}
