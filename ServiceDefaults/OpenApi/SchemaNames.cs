using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;

namespace Partnership.ServiceDefaults.OpenApi;

/// <summary>
/// Names of the description's schemas. The framework takes a type's own name alone, so that the <c>Request</c> of one use case would
/// describe every other's; here a type within another is named after both.
/// </summary>
internal static class SchemaNames
{
    public static string? Of(JsonTypeInfo type) => OpenApiOptions.CreateDefaultSchemaReferenceId(type) is null ? null : Of(type.Type);

    private static string Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying);
        }

        var name = type.Name.Split('`')[0];
        var own = type.IsNested ? type.DeclaringType!.Name.Split('`')[0] + name : name;
        return type.IsGenericType ? $"{own}Of{string.Concat(type.GetGenericArguments().Select(Of))}" : own;
    }
}
