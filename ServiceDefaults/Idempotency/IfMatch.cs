using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.ServiceDefaults.Idempotency;

/// <summary>
/// Optimistic concurrency: a resource's ETag is its version in quotes (<c>"7"</c>), and a change names the version that it
/// changes, so that two people's changes never overwrite one another unseen.
/// </summary>
public static class IfMatch
{
    /// <summary>The version that the request's <c>If-Match</c> names.</summary>
    /// <exception cref="MissingIfMatchException">There is no <c>If-Match</c>: answered 428.</exception>
    /// <exception cref="InvalidRequestException">It is not one version in quotes: answered 400. <c>*</c> is refused too, for it would overwrite anything.</exception>
    public static long Require(HttpContext context)
    {
        var header = context.Request.Headers.IfMatch;
        if (header.Count == 0 || string.IsNullOrWhiteSpace(header[0]))
        {
            throw new MissingIfMatchException();
        }

        if (header.Count == 1
            && EntityTagHeaderValue.TryParse(header[0], out var tag)
            && !tag.IsWeak
            && long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return version;
        }

        throw new InvalidRequestException("version.invalid", "If-Match must be one ETag as it was given, such as \"7\".", "If-Match");
    }

    /// <summary>Demands that the resource still has the version which the request's <c>If-Match</c> names.</summary>
    /// <param name="context">The request.</param>
    /// <param name="current">The resource's version now; 0 for one that does not exist yet.</param>
    /// <exception cref="StaleVersionException">It has another: answered 412.</exception>
    public static void RequireCurrent(HttpContext context, long current)
    {
        if (Require(context) != current)
        {
            throw new StaleVersionException();
        }
    }

    /// <summary>Puts the resource's version on the answer as its ETag.</summary>
    public static void SetETag(HttpContext context, long version) =>
        context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}

/// <summary>A change came without <c>If-Match</c>: answered 428.</summary>
public sealed class MissingIfMatchException() : Exception("If-Match is missing.");

/// <summary>Marks an endpoint other than a <c>PUT</c> that demands <c>If-Match</c>, for the API's description.</summary>
public sealed class IfMatchRequired;
