using System.Text;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Partnership.ServiceDefaults.Problems;

/// <summary>
/// The member of a request's body at which reading it stopped, in the words of the request's own type. The reader's path quotes
/// the caller's text, keys that nobody asked for included: a name put where a key belongs would come back in the problem.
/// </summary>
internal static partial class RequestMember
{
    private const string Unknown = "an unknown member";

    /// <param name="path">The reader's path, such as <c>$.given</c> or <c>$['a key'][0]</c>.</param>
    /// <param name="context">The request, whose endpoint names the body's type.</param>
    /// <returns>Null for the body as a whole.</returns>
    public static string? Of(string? path, HttpContext context)
    {
        if (path is null or "$")
        {
            return null;
        }

        var known = new StringBuilder();
        var options = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var type = context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        for (var at = 1; at < path.Length;)
        {
            var step = StepPattern().Match(path, at);
            if (!step.Success || type is null || !options.TryGetTypeInfo(type, out var shape))
            {
                return Unknown;
            }

            if (step.Groups["index"].Success)
            {
                if (shape.Kind != JsonTypeInfoKind.Enumerable)
                {
                    return Unknown;
                }

                known.Append(step.Value);
                type = shape.ElementType;
            }
            else if (shape.Kind == JsonTypeInfoKind.Object
                && shape.Properties.FirstOrDefault(each => each.Name.Equals(step.Groups["name"].Value, StringComparison.OrdinalIgnoreCase)) is { } member)
            {
                known.Append(known.Length == 0 ? "" : ".").Append(member.Name);
                type = member.PropertyType;
            }
            else
            {
                return Unknown;
            }

            at += step.Length;
        }

        return known.ToString();
    }

    [GeneratedRegex(@"\G(?:\[(?<index>[0-9]+)\]|\.(?<name>[^.\[]+)|\['(?<name>[^']*)'\])", RegexOptions.CultureInvariant)]
    private static partial Regex StepPattern();
}
