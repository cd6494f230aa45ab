package org.crashtag.layout.pdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.crashtag.layout.Architecture.X64;
import static org.crashtag.layout.Architecture.X86;
import static org.crashtag.layout.pdb.PdbBuilder.INT;
import static org.crashtag.layout.pdb.PdbBuilder.constant;
import static org.crashtag.layout.pdb.PdbBuilder.member;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.crashtag.layout.Architecture;
import org.crashtag.layout.UnknownTypeException;
import org.crashtag.source.SymbolStore;
import org.crashtag.source.cab.CabinetBuilder;
import org.crashtag.source.cab.MszipEncoder;
import org.crashtag.storage.LocalStorage;
import org.crashtag.testing.ForwardingStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types by name, from one PDB and from a symbol store. */
class PdbTypesTest {
  private static final String GUID = "0123456789ABCDEF0123456789ABCDEF";

  @TempDir Path folder;

  /** A PDB whose {@code _EVENT} has one number at an offset. */
  private static byte[] pdb(int machine, int offset) {
    PdbBuilder builder = new PdbBuilder().machine(machine);
    builder.structure("_EVENT", offset + 4, builder.fields(member("Code", INT, offset)));
    builder.enumeration(
        "_FLAGS", INT, builder.fields(constant("FLAG_READ", 1), constant("FLAG_WRITE", 2)));
    builder.enumeration("_MORE", INT, builder.fields(constant("FLAG_MORE", 4)));
    return builder.toBytes();
  }

  private PdbTypes file(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    return types(file);
  }

  private static PdbTypes types(Path path) {
    return new PdbTypes(new SymbolStore(new LocalStorage(), path.toString()));
  }

  private void store(String age, int machine, int offset) throws IOException {
    file("acme.pdb/" + GUID + age + "/acme.pdb", pdb(machine, offset));
  }

  private AbstractThrowableAssert<?, ?> assertUnknown(
      PdbTypes types, String name, Architecture architecture) {
    return assertThatThrownBy(() -> types.structure(name, architecture))
        .isInstanceOf(UnknownTypeException.class);
  }

  @Test
  void structureIsFoundWithAndWithoutItsModule() throws Exception {
    PdbTypes types = file("Acme.pdb", pdb(PdbBuilder.X64, 0));

    assertThat(types.structure("_EVENT", X64).size()).isEqualTo(4);
    assertThat(types.structure("acme!_EVENT", X64)).isEqualTo(types.structure("_EVENT", X64));
    assertUnknown(types, "other!_EVENT", X64)
        .hasMessage(folder.resolve("Acme.pdb") + " is not of module other");
  }

  @Test
  void constantsAreAnEnumerationsOrThoseThatBeginAlike() throws Exception {
    PdbTypes types = file("acme.pdb", pdb(PdbBuilder.X64, 0));

    assertThat(types.constants("_FLAGS", X64)).isEqualTo(Map.of(1L, "FLAG_READ", 2L, "FLAG_WRITE"));
    assertThat(types.constants("FLAG_*", X64))
        .isEqualTo(Map.of(1L, "FLAG_READ", 2L, "FLAG_WRITE", 4L, "FLAG_MORE"));
    assertThatThrownBy(() -> types.constants("NO_*", X64))
        .isInstanceOf(UnknownTypeException.class)
        .hasMessageEndingWith("acme.pdb has no type \"NO_*\"");
    assertThatThrownBy(() -> types.constants("_EVENT", X64))
        .hasMessageEndingWith("acme.pdb: _EVENT is not an enumeration");
  }

  @Test
  void whatIsNoStructureIsRefused() throws IOException {
    assertUnknown(file("acme.pdb", pdb(PdbBuilder.X64, 0)), "_FLAGS", X64)
        .hasMessageEndingWith("acme.pdb: _FLAGS is neither a structure nor a union");
  }

  @Test
  void mistypedNameGetsAHint() throws IOException {
    assertUnknown(file("acme.pdb", pdb(PdbBuilder.X64, 0)), "_EVNT", X64)
        .hasMessageEndingWith("acme.pdb has no type \"_EVNT\"; did you mean \"_EVENT\"?");
  }

  @Test
  void otherArchitectureIsRefused() throws IOException {
    assertUnknown(file("acme.pdb", pdb(PdbBuilder.X64, 0)), "_EVENT", X86)
        .hasMessageEndingWith("acme.pdb is for x64, not x86");
  }

  @Test
  void strippedPdbIsNamed() throws IOException {
    assertUnknown(file("acme.pdb", new PdbBuilder().toBytes()), "_EVENT", X64)
        .hasMessageEndingWith("acme.pdb contains no types, which public PDBs lack");
  }

  @Test
  void damageIsNamedWithItsPlace() throws IOException {
    assertUnknown(file("acme.pdb", new byte[100]), "_EVENT", X64)
        .hasMessageEndingWith("acme.pdb at 0x0: not a PDB");
    assertUnknown(types(folder.resolve("missing.pdb")), "_EVENT", X64)
        .hasMessageEndingWith("missing.pdb: no such file or folder");
  }

  @Test
  void faultOfReadingIsNotSwallowed() throws IOException {
    file("acme.pdb", pdb(PdbBuilder.X64, 0));
    PdbTypes types =
        new PdbTypes(
            new SymbolStore(
                new ForwardingStorage(new LocalStorage()) {
                  @Override
                  public SeekableByteChannel open(String path) throws IOException {
                    throw new IOException("the disk is gone");
                  }
                },
                folder.resolve("acme.pdb").toString()));

    assertUnknown(types, "_EVENT", X64)
        .hasMessageEndingWith("acme.pdb cannot be read: the disk is gone")
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void storeMayHoldPdbsCompressed() throws Exception {
    String build = "acme.pdb/" + GUID + "1/acme.pd_";
    byte[] cabinet = cabinet("acme.pdb", pdb(PdbBuilder.X64, 0));
    file(build, cabinet);

    assertThat(types(folder).structure("acme!_EVENT", X64).size()).isEqualTo(4);
    assertThat(types(folder.resolve(build)).structure("acme!_EVENT", X64).size()).isEqualTo(4);
    // A PDB next to it has the same name and takes precedence.
    store("1", PdbBuilder.X64, 0);
    file(build, new byte[] {1});
    assertThat(types(folder).structure("acme!_EVENT", X64).size()).isEqualTo(4);
  }

  @Test
  void brokenCompressedPdbIsNamed() throws Exception {
    String build = "acme.pdb/" + GUID + "1/acme.pd_";
    byte[] cabinet = cabinet("acme.pdb", pdb(PdbBuilder.X64, 0));
    file(build, Arrays.copyOf(cabinet, cabinet.length - 1));
    assertUnknown(types(folder), "acme!_EVENT", X64).hasMessageContaining("acme.pd_ at 0x");
    file(build, cabinet("a.txt", new byte[10]));
    assertUnknown(types(folder), "acme!_EVENT", X64).hasMessageContaining("acme.pd_ at 0x0: not a");
    CabinetBuilder two = new CabinetBuilder().folder(new MszipEncoder());
    file(build, two.file("a.pdb", new byte[9]).file("b.pdb", new byte[9]).toBytes());
    assertUnknown(types(folder), "acme!_EVENT", X64)
        .hasMessageContaining("a compressed PDB is a cabinet with one file; this one has 2");
  }

  private static byte[] cabinet(String name, byte[] content) {
    return new CabinetBuilder().folder(new MszipEncoder()).file(name, content).toBytes();
  }

  @Test
  void pointerToAnotherPlaceIsNamed() throws Exception {
    String pointer = "acme.pdb/" + GUID + "1/file.ptr";
    file(pointer, "PATH:\\\\server\\builds\\acme.pdb\r\n".getBytes(UTF_8));

    assertUnknown(types(folder), "acme!_EVENT", X64)
        .hasMessage(
            folder.resolve(pointer)
                + " is not followed; give the file that it names: PATH:\\\\server\\builds\\acme.pdb");
  }

  @Test
  void storeHasABuildForEachArchitecture() throws Exception {
    store("1", PdbBuilder.X64, 8);
    store("2", PdbBuilder.X86, 4);

    assertThat(types(folder).structure("ACME!_EVENT", X64).size()).isEqualTo(12);
    assertThat(types(folder).structure("acme!_EVENT", X86).size()).isEqualTo(8);
  }

  @Test
  void buildsOfAStoreMustAgree() throws Exception {
    store("1", PdbBuilder.X64, 8);
    store("2", PdbBuilder.X64, 8);
    assertThat(types(folder).structure("acme!_EVENT", X64).size()).isEqualTo(12);

    store("3", PdbBuilder.X64, 4);
    assertUnknown(types(folder), "acme!_EVENT", X64)
        .hasMessage(
            "_EVENT is laid out one way in %s/acme.pdb/%s2/acme.pdb and another in"
                    .formatted(folder, GUID)
                + " %s/acme.pdb/%s3/acme.pdb".formatted(folder, GUID));
  }

  @Test
  void storeNeedsAModuleThatItHas() throws IOException {
    store("1", PdbBuilder.X64, 8);
    file("acme.pdb/not a build/acme.pdb", new byte[1]);

    assertUnknown(types(folder), "_EVENT", X64)
        .hasMessageEndingWith(" is a symbol store: name the module too, as in module!TYPE");
    assertUnknown(types(folder), "other!_EVENT", X64)
        .hasMessageEndingWith(" has no other.pdb/GUIDAGE/other.pdb");
  }

  @Test
  void architecturesAreThoseOfTheModulesBuilds() throws Exception {
    store("1", PdbBuilder.X64, 8);
    store("2", PdbBuilder.X86, 4);

    assertThat(types(folder).architectures("acme!_EVENT")).containsExactly(X86, X64);
    assertThat(types(folder).type("acme!struct _EVENT", X64).size()).isEqualTo(12);
  }
}
