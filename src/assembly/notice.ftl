<#-- The NOTICE of the release; made by license-maven-plugin. -->
crashtag
Licensed under the Apache License, Version 2.0; see LICENSE.

This release contains the following libraries, each under its own licence. The
licence and notice files that a library includes are in the folder licences,
below the library's name.

<#list dependencyMap as e>
<#assign project = e.getKey()/>
<#assign licences = e.getValue()/>
${project.groupId}:${project.artifactId}:${project.version}
    ${(project.name)!project.artifactId}<#if project.url?has_content>, ${project.url}</#if>
    <#list licences as licence>${licence}<#if licence_has_next>; </#if></#list>
</#list>
