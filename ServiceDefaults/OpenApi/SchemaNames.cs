using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;

namespace Partnership.ServiceDefaults.OpenApi;

/// <summary>
/// Names of the description's schemas. The framework takes a type's own name alone, so that the <c>Request</c> of one use case would
/// describe every other's; here a type within another is named after both.
/// </summary>
internal static class SchemaNames
{
    /// <summary>Null for what has no name and is described in its place. So is a value that may be null: under one name, it would not be told from one that may not.</summary>
    public static string? Of(JsonTypeInfo type) =>
        OpenApiOptions.CreateDefaultSchemaReferenceId(type) is null || Nullable.GetUnderlyingType(type.Type) is not null ? null : Of(type.Type);

    private static string Of(Type type)
    {
        var name = type.Name.Split('`')[0];
        var own = type.IsNested ? type.DeclaringType!.Name.Split('`')[0] + name : name;
        return type.IsGenericType ? $"{own}Of{string.Concat(type.GetGenericArguments().Select(Of))}" : own;
    }
}
