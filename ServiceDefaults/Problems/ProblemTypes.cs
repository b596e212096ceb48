using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Partnership.ServiceDefaults.Problems;

/// <summary>The problems that every service knows, with their stable codes and the caller's next step.</summary>
public static class ProblemTypes
{
    /// <summary>Media type of problem details.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>Makes problem details with a stable code.</summary>
    /// <param name="status">HTTP status, 400 to 599.</param>
    /// <param name="code">Stable code.</param>
    /// <param name="detail">What is wrong, without personal data.</param>
    /// <param name="field">The field, parameter or header at fault, where there is one.</param>
    /// <param name="next">What to do next.</param>
    public static ProblemDetails Make(int status, string code, string detail, string? field = null, string? next = null)
    {
        var problem = new ProblemDetails { Status = status, Title = ReasonPhrases.GetReasonPhrase(status), Detail = detail };
        problem.Extensions["code"] = code;
        if (field is not null)
        {
            problem.Extensions["field"] = field;
        }

        if (next is not null)
        {
            problem.Extensions["next"] = next;
        }

        return problem;
    }

    /// <summary>404: it does not exist, or not for this caller.</summary>
    /// <param name="code">Stable code.</param>
    /// <param name="detail">A sentence that does not tell whether the thing exists elsewhere.</param>
    public static ProblemDetails NotFound(string code = "resource.not-found", string? detail = null) =>
        Make(StatusCodes.Status404NotFound, code, detail ?? "There is nothing here for you.", next: "Check the address and that the token carries the council.");

    /// <summary>The problem that a bare status stands for, when the framework refused a request before any handler ran.</summary>
    /// <param name="status">HTTP status, 400 to 599.</param>
    public static ProblemDetails ForStatus(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Make(status, "token.refused", "The request carries no valid token.", next: "Get a new token and repeat the request with Authorization: Bearer."),
        StatusCodes.Status403Forbidden => Make(status, "role.not-allowed", "None of the token's roles may do this.", next: "Ask with a token whose roles the operation's policy names."),
        StatusCodes.Status404NotFound => NotFound(),
        StatusCodes.Status405MethodNotAllowed => Make(status, "method.not-allowed", "This address does not take that method.", next: "See /docs for the methods it takes."),
        StatusCodes.Status413PayloadTooLarge => Make(status, "request.too-large", "The request is larger than the limit.", next: "Send smaller files: 64 MiB a file, 256 MiB a request."),
        StatusCodes.Status415UnsupportedMediaType => Make(status, "content-type.not-supported", "This content type is not understood here.", field: "Content-Type", next: "See /docs for the content type that the operation takes."),
        StatusCodes.Status503ServiceUnavailable => Unavailable("service.unavailable", "The service cannot answer at the moment."),
        >= 500 => Make(status, "service.failed", "The service failed.", next: "Try again; when it persists, report the traceId."),
        _ => Make(status, "request.refused", "The request was refused."),
    };

    /// <summary>A problem of this status as callers see it most often: what the API's description shows.</summary>
    /// <param name="status">HTTP status, 400 to 599.</param>
    internal static ProblemDetails Example(int status) => status switch
    {
        StatusCodes.Status400BadRequest => Make(status, "request.invalid", "The request cannot be read.", "date", "See /docs for an example of the request."),
        StatusCodes.Status409Conflict => Make(status, "resource.conflict", "The change conflicts with one made at the same moment.", next: "Read the resource again and decide."),
        StatusCodes.Status412PreconditionFailed => Make(status, "version.stale", "The resource has changed since it was read.", "If-Match", "Read it again and repeat the change with its new ETag."),
        StatusCodes.Status422UnprocessableEntity => Make(status, "idempotency-key.reused", "This Idempotency-Key was used with another request.", "Idempotency-Key", "Use a new key for a new request."),
        StatusCodes.Status428PreconditionRequired => Make(status, "version.required", "A change must say which version it changes.", "If-Match", "Read the resource and send its ETag as If-Match."),
        StatusCodes.Status429TooManyRequests => Make(status, "client.too-many-requests", "This client sends more requests than its limit.", next: "Wait as long as Retry-After says, then go on more slowly."),
        _ => ForStatus(status),
    };

    /// <summary>503: something that the service needs is away for the moment. Sent with <c>Retry-After</c>.</summary>
    /// <param name="code">Stable code.</param>
    /// <param name="detail">What is away.</param>
    public static ProblemDetails Unavailable(string code, string detail) =>
        Make(StatusCodes.Status503ServiceUnavailable, code, detail, next: "Wait as long as Retry-After says and repeat the request with the same Idempotency-Key.");
}
