using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Partnership.ServiceDefaults.Problems;

/// <summary>
/// Days and instants in addresses are written as in bodies. The framework would also take other spellings, and read 04/03/2025 as
/// the third of April, and an instant without an offset as one of the machine's own time.
/// </summary>
internal static partial class IsoDates
{
    public static void UseIsoDates(this WebApplication app) => app.Use(next => context =>
    {
        if (context.Request.QueryString.HasValue || context.Request.RouteValues.Count > 0)
        {
            Check(context);
        }

        return next(context);
    });

    private static void Check(HttpContext context)
    {
        foreach (var parameter in context.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [])
        {
            var type = Nullable.GetUnderlyingType(parameter.ParameterInfo.ParameterType) ?? parameter.ParameterInfo.ParameterType;
            if ((type == typeof(DateOnly) || type == typeof(DateTimeOffset))
                && (context.Request.RouteValues[parameter.Name] as string ?? (context.Request.Query[parameter.Name] is [{ } only] ? only : null)) is { } value
                && !(type == typeof(DateOnly) ? DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) : Instant().IsMatch(value)))
            {
                throw new InvalidRequestException(
                    "request.invalid", "A day is written as 2025-03-31, an instant as 2025-06-16T09:00:00Z.", JsonNamingPolicy.CamelCase.ConvertName(parameter.Name));
            }
        }
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?(Z|[+-]\d{2}:\d{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Instant();
}
