package org.crashtag.pipeline;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.crashtag.decode.Column;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.declared.Declaration;
import org.crashtag.decode.declared.DeclarationException;
import org.crashtag.decode.declared.DeclaredDecoder;
import org.crashtag.decode.declared.LayoutCompiler;
import org.crashtag.layout.TypeSource;
import org.crashtag.layout.header.HeaderFolder;
import org.crashtag.layout.header.HeaderSource;
import org.crashtag.layout.pdb.PdbTypes;
import org.crashtag.pipeline.PipelineFile.FaultException;
import org.crashtag.source.SymbolStore;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.Manifest;
import org.crashtag.table.Tables;

/**
 * The decoders that a pipeline file declares.
 *
 * @param declarations as the file has them
 * @param decoders one for each, in the same order
 */
public record DeclaredDecoders(List<Declaration> declarations, List<DeclaredDecoder> decoders) {
  /** None. */
  public static final DeclaredDecoders NONE = new DeclaredDecoders(List.of(), List.of());

  public DeclaredDecoders {
    declarations = List.copyOf(declarations);
    decoders = List.copyOf(decoders);
  }

  /**
   * Makes them.
   *
   * @param path of the pipeline file, to whose folder headers and PDBs are relative
   * @param builtIn the decoders whose tables are taken
   * @throws FaultException with a fault of each declaration that makes no table
   */
  public static DeclaredDecoders of(Path path, PipelineFile file, Decoders builtIn)
      throws FaultException {
    List<Declaration> declarations = new DeclarationReader(path.toString()).read(file.decode());
    Path parent = path.getParent();
    Path folder = parent == null ? Path.of("") : parent;
    List<DeclaredDecoder> decoders = new ArrayList<>();
    List<FaultException> faults = new ArrayList<>();
    for (Declaration declaration : declarations) {
      try {
        refuseTaken(declaration, Tables.all(builtIn.tables()));
        decoders.add(LayoutCompiler.compile(declaration, types(declaration, folder)));
      } catch (DeclarationException e) {
        faults.add(new FaultException(e.place(), e.getMessage()));
      } catch (FaultException e) {
        faults.add(e);
      }
    }
    if (!faults.isEmpty()) {
      throw FaultException.of(faults);
    }
    return new DeclaredDecoders(declarations, decoders);
  }

  private static TypeSource types(Declaration declaration, Path folder) throws FaultException {
    Declaration.Name file = declaration.source();
    try {
      return switch (declaration.sourceKind()) {
        case HEADER -> HeaderSource.of(new HeaderFolder(folder), file.text());
        case PDB ->
            new PdbTypes(
                new SymbolStore(new LocalStorage(), folder.resolve(file.text()).toString()));
      };
    } catch (NoSuchFileException e) {
      throw new FaultException(
          file.place(), e.getMessage() + ": no such file below the pipeline file's folder");
    } catch (IOException | InvalidPathException e) {
      throw new FaultException(file.place(), file.text() + " can't be read: " + e.getMessage());
    }
  }

  private static void refuseTaken(Declaration declaration, List<TableSchema> taken)
      throws FaultException {
    for (TableSchema table : taken) {
      if (table.name().equals(declaration.table().text())) {
        throw new FaultException(
            declaration.table().place(),
            table.name() + " is a built-in table: " + table.sentence());
      }
    }
  }

  /** These decoders before the built-in ones: what a file declares, the file decodes. */
  public Decoders before(Decoders builtIn) {
    return builtIn.withFirst(List.copyOf(decoders));
  }

  /**
   * Compares the tables with what an output folder's runs hold.
   *
   * @param output the output folder, for messages
   * @throws FaultException where a column's type would change
   */
  public void check(String output, Collection<Manifest> manifests) throws FaultException {
    for (int i = 0; i < decoders.size(); i++) {
      for (Manifest manifest : manifests) {
        check(declarations.get(i), decoders.get(i).table(), output, manifest);
      }
    }
  }

  private static void check(
      Declaration declaration, TableSchema table, String output, Manifest manifest)
      throws FaultException {
    for (Manifest.Table held : manifest.tables()) {
      if (held.name().equals(table.name())) {
        Map<String, String> types = new HashMap<>();
        held.columns().forEach(column -> types.put(column.name(), column.type()));
        for (Column column : table.columns()) {
          String type = types.getOrDefault(column.name(), column.typeName());
          if (!type.equals(column.typeName())) {
            throw new FaultException(
                declaration.table().place(),
                table.name()
                    + "."
                    + column.name()
                    + " would be "
                    + column.typeName()
                    + ", but is "
                    + type
                    + " in "
                    + output
                    + ", run "
                    + manifest.run()
                    + "; name another table");
          }
        }
      }
    }
  }
}
