using Microsoft.AspNetCore.Http.HttpResults;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Decisions;
using Partnership.AdoptionSupportFund.Ledger;
using Partnership.AdoptionSupportFund.Money;
using Partnership.AdoptionSupportFund.Packs;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;
using Partnership.Statutory.WorkingDays;

namespace Partnership.AdoptionSupportFund.Applications;

/// <summary>
/// Submits an application: only when it is clean, or excepted by code, and only while the children's money lasts. The balances are locked
/// before they are read, so that two workers never spend the same pounds.
/// </summary>
internal static class SubmitApplication
{
    /// <param name="Exceptions">Codes of exceptions, as the findings name them; none when it is clean.</param>
    public sealed record Request(IReadOnlyList<string> Exceptions);

    /// <param name="Reason">family-withdrew, other-funding, made-in-error, no-longer-needed or to-be-replaced.</param>
    public sealed record WithdrawalRequest(string Reason);

    public static readonly string[] WithdrawalReasons = ["family-withdrew", "other-funding", "made-in-error", "no-longer-needed", "to-be-replaced"];

    private static readonly HashSet<string> KnownExceptions = [.. FindingBook.Kinds.Values.SelectMany(kind => kind.Exceptions)];

    public static async Task<Results<Ok<ReadApplications.Response>, ProblemHttpResult>> HandleAsync(
        CouncilCode code, Guid applicationId, Request request, HttpContext context, FundDbContext db, Rulebooks rulebooks, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (!request.Exceptions.All(KnownExceptions.Contains))
        {
            throw new InvalidRequestException("exception.unknown", $"exceptions are of {string.Join(", ", KnownExceptions.Order(StringComparer.Ordinal))}.", "exceptions");
        }

        await LedgerStore.LockAsync(db, applicationId, ct);
        if (await WriteApplication.FindAsync(db, code, applicationId, ct) is not { } application)
        {
            return WriteApplication.NotFound();
        }

        if (application.Version != expected)
        {
            throw new StaleVersionException();
        }

        application.Move(ApplicationStatus.Submitted, clock.GetUtcNow());
        var today = LondonCalendar.Today(clock);
        var rules = await rulebooks.CurrentAsync(db, ct);
        var lines = FactsReader.LinesOf(application);
        var asked = Asked.By(lines, today, rules).ToDictionary();
        var locked = await Balances.LockAsync(db, asked.Keys, ct);
        var findings = ApplicationChecks.Of(await FactsReader.ReadAsync(db, application, lines, today, rules, locked, ct), rules);
        if (FindingBook.Unexcepted(findings, request.Exceptions).ToList() is [var first, ..] stops)
        {
            throw Refusal(first, stops.Count);
        }

        application.Keep(findings, today);
        application.Exceptions = [.. request.Exceptions.Distinct().Order(StringComparer.Ordinal)];
        application.AppliedOn = today;
        application.Reason = null;
        application.DecisionExpected = rules.Of(YearEnded.Of(today), today)?.On<DecisionTimeRule>(today) is { } practice ? WorkingCalendar.England.Add(today, practice.WorkingDays) : null;
        await Balances.SetUseAsync(db, application.Id, application.Council, await KeptApartAsync(db, application, asked, rules, ct), ct);
        await db.SaveChangesAsync(ct);
        IfMatch.SetETag(context, application.Version);
        return TypedResults.Ok(await ReadApplications.DescribeAsync(application, db, rulebooks, ct));
    }

    public static async Task<Results<Ok<ReadApplications.Response>, ProblemHttpResult>> WithdrawAsync(
        CouncilCode code, Guid applicationId, WithdrawalRequest request, HttpContext context, FundDbContext db, Rulebooks rulebooks, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (!WithdrawalReasons.Contains(request.Reason, StringComparer.Ordinal))
        {
            throw new InvalidRequestException("application.reason", $"reason is one of {string.Join(", ", WithdrawalReasons)}.", "reason");
        }

        await LedgerStore.LockAsync(db, applicationId, ct);
        if (await WriteApplication.FindAsync(db, code, applicationId, ct) is not { } application)
        {
            return WriteApplication.NotFound();
        }

        if (application.Version != expected)
        {
            throw new StaleVersionException();
        }

        application.Move(ApplicationStatus.Withdrawn, clock.GetUtcNow());
        application.Reason = request.Reason;
        await Balances.SetUseAsync(db, application.Id, application.Council, new Dictionary<(Guid, YearEnded), Use>(), ct);
        await db.SaveChangesAsync(ct);
        IfMatch.SetETag(context, application.Version);
        return TypedResults.Ok(await ReadApplications.DescribeAsync(application, db, rulebooks, ct));
    }

    /// <summary>What is kept apart until the decision: what is asked, less what an amendment would give up.</summary>
    private static async Task<Dictionary<(Guid, YearEnded), Use>> KeptApartAsync(
        FundDbContext db, Application application, IReadOnlyDictionary<(Guid Child, YearEnded Year), Use> asked, Rulebook rules, CancellationToken ct)
    {
        var back = await Amendments.GivenBackAsync(db, application, rules, ct);
        return asked.ToDictionary(
            each => each.Key,
            each => each.Value - back.GetValueOrDefault(each.Key) is var more ? new Use(Math.Max(0, more.Therapy), Math.Max(0, more.Assessment), Math.Max(0, more.Local)) : default);
    }

    private static RuleBrokenException Refusal(Finding finding, int count)
    {
        var kind = FindingBook.Kinds[finding.Code];
        var amount = finding.Pence is { } pence ? $" It is £{pence / 100m:0.00} too much." : string.Empty;
        var more = count > 1 ? $" {count - 1} more findings stop it: read the application." : string.Empty;
        return new RuleBrokenException(finding.Code, $"{kind.Why}{amount} {kind.Next}{more}", finding.Line is { } line ? $"lines[{line - 1}]" : "exceptions");
    }
}
