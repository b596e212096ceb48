using Microsoft.OpenApi;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.ServiceDefaults.OpenApi;

/// <summary>
/// Describes the contracts' own value types, of which the framework sees only that they write themselves: it would allow anything, and where one
/// may be null, null twice.
/// </summary>
internal static class ContractSchemas
{
    private static readonly Dictionary<Type, (string? Pattern, string? Format)> Texts = new()
    {
        [typeof(CouncilCode)] = ("^[1-9][0-9]{2}$", null),
        [typeof(Quarter)] = ("^20[0-6][0-9]-Q[1-4]$", null),
        [typeof(PersonReference)] = (null, "uuid"),
    };

    public static void Describe(OpenApiSchema schema, Type type)
    {
        if (Texts.TryGetValue(type, out var text))
        {
            (schema.Type, schema.Pattern, schema.Format) = (JsonSchemaType.String, text.Pattern, text.Format);
        }
    }
}
