using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;

namespace Partnership.ServiceDefaults.Problems;

/// <summary>Which problem an exception stands for.</summary>
internal static partial class ProblemExceptions
{
    private const string UniqueViolation = "23505";
    private const string SerializationFailure = "40001";
    private const string DeadlockDetected = "40P01";
    private const string LockNotAvailable = "55P03";
    private const string StatementTimedOut = "57014";

    // The password was changed a moment ago, and this process is about to be started again with the new one.
    private const string InvalidPassword = "28P01";
    private const string CharacterNotInRepertoire = "22021";
    private const string UntranslatableCharacter = "22P05";

    /// <summary>The problem, or null when the exception is a fault of ours.</summary>
    public static ProblemDetails? Map(Exception exception, HttpContext context) => exception switch
    {
        RuleBrokenException broken => ProblemTypes.Make(StatusCodes.Status409Conflict, broken.Code, broken.Message, broken.Field),
        InvalidRequestException invalid => ProblemTypes.Make(StatusCodes.Status400BadRequest, invalid.Code, invalid.Message, invalid.Field),
        StaleVersionException or DbUpdateConcurrencyException => ProblemTypes.Make(
            StatusCodes.Status412PreconditionFailed, "version.stale", "The resource has changed since it was read.", "If-Match", "Read it again and repeat the change with its new ETag."),
        MissingIfMatchException => ProblemTypes.Make(
            StatusCodes.Status428PreconditionRequired, "version.required", "A change must say which version it changes.", "If-Match", "Read the resource and send its ETag as If-Match."),
        KeyReusedException => ProblemTypes.Make(
            StatusCodes.Status422UnprocessableEntity, "idempotency-key.reused", "This Idempotency-Key was used with another request.", "Idempotency-Key", "Use a new key for a new request."),
        IdentityUnavailableException => ProblemTypes.Unavailable("identity.unavailable", "The identity service cannot be reached, so the token cannot be checked."),
        BadHttpRequestException bad => MapBadRequest(bad, context),
        _ when IsDatabaseAway(exception) => ProblemTypes.Unavailable("database.unavailable", "The service's database cannot be reached."),
        DbUpdateException { InnerException: PostgresException { SqlState: UniqueViolation } } => ProblemTypes.Make(
            StatusCodes.Status409Conflict, "resource.conflict", "The change conflicts with one made at the same moment.", next: "Read the resource again and decide."),
        _ when IsUnstorableText(exception) => ProblemTypes.Make(
            StatusCodes.Status400BadRequest, "text.not-storable", "A text of the request holds a character that cannot be kept, such as NUL.", next: "Send the text without control characters."),
        _ => null,
    };

    private static ProblemDetails MapBadRequest(BadHttpRequestException bad, HttpContext context) => bad.StatusCode switch
    {
        StatusCodes.Status400BadRequest => ProblemTypes.Make(bad.StatusCode, "request.invalid", "The request cannot be read.", FieldOf(bad, context), "See /docs for an example of the request."),
        _ => ProblemTypes.ForStatus(bad.StatusCode),
    };

    /// <summary>The field at fault, without its value: the member of the request's type, or the parameter's name from the framework's message.</summary>
    private static string? FieldOf(BadHttpRequestException bad, HttpContext context)
    {
        if (bad.InnerException is JsonException json)
        {
            return RequestMember.Of(json.Path, context);
        }

        var match = ParameterPattern().Match(bad.Message);
        return match.Success ? match.Groups["name"].Value : null;
    }

    /// <summary>PostgreSQL keeps every character but NUL. No field need say so by itself.</summary>
    private static bool IsUnstorableText(Exception? exception)
    {
        while (exception is not (null or PostgresException))
        {
            exception = exception.InnerException;
        }

        return exception is PostgresException { SqlState: CharacterNotInRepertoire or UntranslatableCharacter };
    }

    private static bool IsDatabaseAway(Exception exception)
    {
        for (var each = exception; each is not null; each = each.InnerException!)
        {
            switch (each)
            {
                case PostgresException { SqlState: SerializationFailure or DeadlockDetected or LockNotAvailable or StatementTimedOut or InvalidPassword }:
                    return true;
                case PostgresException postgres:
                    return postgres.IsTransient || postgres.SqlState.StartsWith("57P", StringComparison.Ordinal);
                case NpgsqlException npgsql:
                    return npgsql.IsTransient || npgsql.InnerException is SocketException or IOException or TimeoutException;
            }

            if (each.InnerException is null)
            {
                return false;
            }
        }

        return false;
    }

    // The framework's texts: Failed to bind parameter "DateOnly to" from "…". / Required parameter "int year" was not provided …
    [GeneratedRegex("parameter \"(?:[^\" ]+ )?(?<name>[A-Za-z0-9_-]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex ParameterPattern();
}
