package org.crashtag;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.crashtag.sample.DumpImage;
import org.junit.jupiter.api.Test;

/** The program contains nothing that only tests use; what they need is in the tests. */
class UsedCodeTest {
  /** What only tests call. */
  private static final Set<String> FOR_TESTS =
      Set.of(
          DumpImage.class.getName() + ".layout()",
          // The same steps as the program's, with fewer arguments or a storage of the test's own.
          "org.crashtag.pipeline.CrashRun.run(RunOptions, Consumer)",
          "org.crashtag.pipeline.Identifier.identify(SourceFile)",
          "org.crashtag.pipeline.Redecoding.<init>(StorageFactory, String, RunOptions)",
          "org.crashtag.sql.SqlSession.open(List)",
          "org.crashtag.storage.Storages.of(String)",
          "org.crashtag.storage.Storages.with(StorageProvider)",
          // Results that tests compare with what was written.
          "org.crashtag.store.OpenIndex.verify()");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(UsedCodeTest::isOfProgram)
          .importPackages("org.crashtag");

  private static boolean isOfProgram(Location location) {
    String path = location.asURI().toString();
    String name = path.substring(path.lastIndexOf("/org/crashtag/")).replaceAll("[$.].*", "");
    return Files.exists(Path.of("src/main/java", name + ".java"));
  }

  @Test
  void everyMethodIsUsedByTheProgram() {
    Set<String> used = new HashSet<>();
    for (JavaClass each : CLASSES) {
      for (JavaCodeUnitAccess<?> access : each.getCodeUnitAccessesFromSelf()) {
        CodeUnitAccessTarget target = access.getTarget();
        String name = signature(target.getOwner(), target.getName(), target.getRawParameterTypes());
        if (!name.equals(signature(access.getOrigin()))) {
          used.add(name);
        }
      }
    }
    List<String> unused =
        CLASSES.stream()
            .flatMap(each -> each.getCodeUnits().stream())
            .filter(unit -> !isUsedByOthers(unit) && !isUsed(unit, used))
            .map(UsedCodeTest::signature)
            .toList();

    assertThat(unused).containsExactlyInAnyOrderElementsOf(FOR_TESTS);
  }

  /** The template of the page finds methods by their names. */
  private static boolean isUsedByTemplate(JavaClass owner, JavaCodeUnit unit) {
    return owner.getPackageName().equals("org.crashtag.report")
        && unit.getName().startsWith("is")
        && unit.getRawParameterTypes().isEmpty();
  }

  /** Whether Java, a library or a generated method calls it. */
  private static boolean isUsedByOthers(JavaCodeUnit unit) {
    JavaClass owner = unit.getOwner();
    String name = unit.getName();
    int parameters = unit.getRawParameterTypes().size();
    return unit.getModifiers().contains(JavaModifier.SYNTHETIC)
        || !unit.getAnnotations().isEmpty()
        || name.equals("main")
        || name.equals("<clinit>")
        || isUsedByTemplate(owner, unit)
        || (unit instanceof JavaConstructor && isMadeByReflection(owner, parameters))
        || (owner.isRecord() && parameters == 0 && owner.tryGetField(name).isPresent())
        || (owner.isEnum() && (name.equals("values") || name.equals("valueOf")))
        || Stream.concat(
                owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
            .filter(type -> !CLASSES.contain(type.getName()))
            .flatMap(type -> type.getMethods().stream())
            .anyMatch(
                method ->
                    method.getName().equals(name)
                        && method.getRawParameterTypes().size() == parameters);
  }

  private static boolean isMadeByReflection(JavaClass owner, int parameters) {
    return parameters == 0
        || owner.isRecord()
        || owner.isEnum()
        || owner.isAnnotatedWith("picocli.CommandLine$Command");
  }

  /** Whether it is called, if only through a type that it overrides or is overridden in. */
  private static boolean isUsed(JavaCodeUnit unit, Set<String> used) {
    JavaClass owner = unit.getOwner();
    return Stream.of(
            Stream.of(owner),
            owner.getAllRawSuperclasses().stream(),
            owner.getAllRawInterfaces().stream(),
            owner.getAllSubclasses().stream())
        .flatMap(types -> types)
        .map(type -> signature(type, unit.getName(), unit.getRawParameterTypes()))
        .anyMatch(used::contains);
  }

  private static String signature(JavaCodeUnit unit) {
    return signature(unit.getOwner(), unit.getName(), unit.getRawParameterTypes());
  }

  private static String signature(JavaClass owner, String name, List<JavaClass> parameters) {
    String types = String.join(", ", parameters.stream().map(JavaClass::getSimpleName).toList());
    return owner.getName() + "." + name + "(" + types + ")";
  }
}
