using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Partnership.ServiceDefaults.Problems;

/// <summary>
/// JSON is UTF-8 (RFC 8259 §8.1). The framework would convert other charsets and fail over one that it has never heard of, so a
/// request that names another is answered 415 before its body is read.
/// </summary>
internal static class JsonCharset
{
    private const string Parameter = "charset";

    public static void UseJsonCharset(this WebApplication app) =>
        app.Use(next => context => IsOther(context.Request.ContentType)
            ? ProblemWriter.WriteAsync(context, ProblemTypes.ForStatus(StatusCodes.Status415UnsupportedMediaType))
            : next(context));

    private static bool IsOther(string? contentType) =>
        contentType is not null
        && contentType.Contains(Parameter, StringComparison.OrdinalIgnoreCase)
        && MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.Charset.HasValue
        && (type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
