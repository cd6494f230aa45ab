package org.crashtag;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The design's rules about dependencies between packages. */
class PackageRulesTest {
  private static final String ROOT = "org.crashtag.";

  /** From the lowest to the highest; each may depend only on those before it. */
  private static final List<String> LAYERS =
      List.of(
          "bytes",
          "layout",
          "storage",
          "source",
          "dump",
          "tag",
          "decode",
          "table",
          "store",
          "sql",
          "publish",
          "report",
          "pipeline",
          "cli",
          "engine");

  /** Outside the layers: which packages may use it, and which it may use. */
  private static final String SAMPLE = "sample";

  /** The packages that may depend on Beam, if they exist. */
  private static final String[] BEAM_USERS = {ROOT + "pipeline..", ROOT + "storage.beam.."};

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.crashtag");

  static List<String> layers() {
    return LAYERS;
  }

  @Test
  void everyPackageHasItsPlace() {
    Set<String> found =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .map(name -> name.substring(ROOT.length()).split("\\.", -1)[0])
            .collect(Collectors.toSet());

    assertThat(found).contains(SAMPLE).containsAll(LAYERS).hasSize(LAYERS.size() + 1);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void lowerNeverKnowsHigher(String layer) {
    String[] higher =
        LAYERS.subList(LAYERS.indexOf(layer) + 1, LAYERS.size()).stream()
            .map(name -> ROOT + name + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + layer + "..")
        .should()
        .dependOnClassesThat(resideInAnyPackage(higher))
        .allowEmptyShould(false)
        .check(CLASSES);
  }

  /**
   * Formats read their bytes through {@code bytes.Content} and don't know archives or files. The
   * catalog of messages, which is the program's own file, is the exception.
   */
  @Test
  void formatsNeverKnowWhereTheirBytesComeFrom() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "layout..", ROOT + "dump..", ROOT + "tag..", ROOT + "decode..")
        .and()
        .resideOutsideOfPackage(ROOT + "decode.messages..")
        .should()
        .dependOnClassesThat(resideInAnyPackage(ROOT + "source..", ROOT + "storage.."))
        .allowEmptyShould(false)
        .check(CLASSES);
  }

  @Test
  void decodingNeverKnowsArchives() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "decode..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "source..")
        .allowEmptyShould(false)
        .check(CLASSES);
  }

  @Test
  void decodingNeverKnowsADecoder() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "decode")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "decode.kmdf..")
        .allowEmptyShould(false)
        .check(CLASSES);
  }

  @Test
  void builderOfDumpsSharesNothingWithTheReaderButBytes() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + SAMPLE + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.crashtag..")
                .and(not(resideInAnyPackage(ROOT + SAMPLE + "..", ROOT + "bytes.."))))
        .allowEmptyShould(false)
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineKnowsTheBuilderOfDumps() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "cli..", ROOT + SAMPLE + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + SAMPLE + "..")
        .allowEmptyShould(false)
        .check(CLASSES);
  }

  @Test
  void beamStaysWhereItBelongs() {
    noClasses()
        .that()
        .resideOutsideOfPackages(BEAM_USERS)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.beam..")
        .allowEmptyShould(false)
        .check(CLASSES);
  }

  /** Formats don't depend on files, tables or libraries, only on streams and bytes. */
  @Test
  void formatsAreReadWithoutLibraries() {
    classes()
        .that()
        .resideInAnyPackage(
            ROOT + "bytes..", ROOT + "layout..", ROOT + "dump..", ROOT + "tag..", ROOT + "decode..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java..", "javax.crypto..", "javax.xml.stream..", "org.crashtag.."))
        .allowEmptyShould(false)
        .check(CLASSES);
  }
}
