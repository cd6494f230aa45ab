package org.crashtag.layout.header;

import org.crashtag.layout.CType;
import org.crashtag.layout.UnknownTypeException;

/** What a declaration gives a name to. */
sealed interface Type {
  /**
   * The type, laid out.
   *
   * @param where what needs it
   */
  Laid complete(SourceLocation where) throws UnknownTypeException;

  /** What a pointer to it is called after. */
  String pointee();

  /**
   * A type whose layout is known.
   *
   * @param required the alignment that {@code __declspec(align)} asks for in a structure, of it or
   *     of a member, and that packing leaves alone; 0 where it doesn't
   * @param own the alignment that members of the type get, whatever the packing; 0 where it is
   *     natural
   * @param depth how deep it nests
   * @param members with those of the types in it
   * @param isOpen whether it ends in an array without a bound
   */
  record Laid(CType type, int required, int own, int depth, long members, boolean isOpen)
      implements Type {
    /** A number or an address. */
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

    /** With an alignment that its name asks for. */
    Laid aligned(int alignment) {
      return new Laid(type, required, alignment, depth, members, isOpen);
    }
  }

  /** A structure, union or enumeration that a tag names, perhaps before it is defined. */
  final class Tag implements Type {
    private final String keyword;
    private final String name;
    private final SourceLocation location;
    private final boolean isOwn;
    private Laid laid;
    private UnknownTypeException fault;

    /**
     * @param keyword {@code struct}, {@code union} or {@code enum}
     * @param name empty where it has none
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

    /** Its definition isn't understood; good enough to be pointed to. */
    Tag broken(UnknownTypeException why) {
      fault = why;
      return this;
    }

    void define(Laid as) {
      laid = as;
    }

    /** Where it has no name, it goes by that of its {@code typedef}. */
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
        throw where.fault(keyword + " " + name + " isn't defined before this");
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
   * A name that nothing defines; good enough to be pointed to.
   *
   * @param hint which name may have been meant
   */
  record Unknown(Token name, String hint) implements Type {
    @Override
    public Laid complete(SourceLocation where) throws UnknownTypeException {
      throw name.location().fault("no type " + name.shown() + " is known here" + hint);
    }

    @Override
    public String pointee() {
      return name.text();
    }
  }

  /** A name whose declaration isn't understood; good enough to be pointed to. */
  record Broken(String pointee, UnknownTypeException fault) implements Type {
    @Override
    public Laid complete(SourceLocation where) throws UnknownTypeException {
      throw fault;
    }
  }
}
