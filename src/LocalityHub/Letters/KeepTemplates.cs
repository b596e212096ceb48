using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Letters;

/// <summary>The council's templates: read all, change one.</summary>
internal static class KeepTemplates
{
    private const int Longest = 20_000;

    /// <param name="Text">Plain text; a line that begins with "# " is a heading; fields in double braces.</param>
    public sealed record Request(string Text);

    /// <param name="Kind">Which letter.</param>
    /// <param name="Text">Its wording.</param>
    /// <param name="Own">The council's own, not the product's.</param>
    /// <param name="Fields">What it may merge.</param>
    public sealed record Template(LetterKind Kind, string Text, bool Own, IReadOnlyList<string> Fields);

    public sealed record Templates(IReadOnlyList<Template> Items);

    public static async Task<Ok<Templates>> ListAsync(LocalityHubDbContext db, CancellationToken ct)
    {
        var own = await db.LetterTemplates.AsNoTracking().ToDictionaryAsync(template => template.Kind, ct);
        return TypedResults.Ok(new Templates([.. Enum.GetValues<LetterKind>().Select(kind => Describe(kind, own.GetValueOrDefault(kind)))]));
    }

    public static async Task<Ok<Template>> ReadAsync(Coded<LetterKind> letter, HttpContext context, LocalityHubDbContext db, CancellationToken ct)
    {
        var own = await db.LetterTemplates.AsNoTracking().SingleOrDefaultAsync(template => template.Kind == letter.Value, ct);
        IfMatch.SetETag(context, own?.Version ?? 0);
        return TypedResults.Ok(Describe(letter.Value, own));
    }

    public static async Task<Ok<Template>> ChangeAsync(
        Coded<LetterKind> letter, Request request, HttpContext context, Caller caller, LocalityHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var own = await db.LetterTemplates.SingleOrDefaultAsync(template => template.Kind == letter.Value, ct);
        IfMatch.RequireCurrent(context, own?.Version ?? 0);
        var text = PlainText.Required(request.Text, "text", Longest);
        LetterFields.Check(letter.Value, text);
        if (own is null)
        {
            own = new LetterTemplate { Kind = letter.Value, Text = text, ChangedBy = caller.Subject };
            db.Add(own);
        }

        (own.Text, own.ChangedBy, own.ChangedAt) = (text, caller.Subject, clock.GetUtcNow());
        own.Version++;

        // Of two who give a letter its first wording the second waits here, and is too late.
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            throw new StaleVersionException();
        }

        IfMatch.SetETag(context, own.Version);
        return TypedResults.Ok(Describe(letter.Value, own));
    }

    private static Template Describe(LetterKind kind, LetterTemplate? own) => new(kind, own?.Text ?? UsualTemplates.Of(kind), own is not null, [.. LetterFields.Of(kind).Order(StringComparer.Ordinal)]);
}
