using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Decisions;
using Partnership.AdoptionSupportFund.Ledger;
using Partnership.AdoptionSupportFund.Money;
using Partnership.AdoptionSupportFund.Orders;
using Partnership.AdoptionSupportFund.Packs;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Claims;

/// <summary>The end of a package: spend confirmed, what is left given up or given back, other funders' parts in, the books closed.</summary>
internal static class EndPackage
{
    /// <param name="Funder">council, regional-agency or health.</param>
    /// <param name="PaidOn">When it paid all that it had agreed to and not paid.</param>
    public sealed record ContributionRequest(Funder Funder, DateOnly PaidOn);

    /// <param name="Pence">What was given back.</param>
    /// <param name="PaidOn">When.</param>
    public sealed record ReturnRequest(long Pence, DateOnly PaidOn);

    /// <summary>Confirms the spend when therapy has ended: what was not invoiced is not asked for any more, or is to be given back, and the limits get it back.</summary>
    public static Task<Results<Ok<ReadApplications.Response>, ProblemHttpResult>> ConfirmSpendAsync(
        CouncilCode code, Guid applicationId, HttpContext context, Caller caller, FundDbContext db, Rulebooks rulebooks, TimeProvider clock, CancellationToken ct) =>
        ActAsync(code, applicationId, context, db, rulebooks, clock, async (application, today) =>
        {
            if (application.Lines.Exists(line => line.ReplacedById is null && line.Ends >= today))
            {
                throw new RuleBrokenException("spend.not-ended", "Therapy has not ended: the spend is confirmed when the last line has.", "applicationId");
            }

            if (application.SpendConfirmedOn is not null)
            {
                throw new RuleBrokenException("spend.confirmed", "The spend was confirmed already.", "applicationId");
            }

            var rules = await rulebooks.CurrentAsync(db, ct);
            await GiveUpAsync(db, application, await LedgerStore.HoldingsAsync(db, application.Id, null, ct), Entry(application, JournalKind.Unspent, today, clock, caller), rules, ct);
            await EndOrders.RunAsync(db, db.Orders.Where(order => order.ApplicationId == application.Id), ct);
            application.SpendConfirmedOn = today;
            application.Touch(clock.GetUtcNow());
        }, ct);

    /// <summary>Gives up what is set apart and will not be spent, and gives the limits back what it counted for.</summary>
    public static async Task GiveUpAsync(
        FundDbContext db, Application application, IReadOnlyList<(Purse Purse, Books.Holding Holding)> holdings, Journal entry, Rulebook rules, CancellationToken ct)
    {
        var movements = Books.Unspent(holdings);
        LedgerStore.Write(db, entry, movements);
        foreach (var line in application.Lines)
        {
            await Balances.GiveBackAsync(db, application.Id, Amendments.UseOf(line, movements.Where(movement => movement.Purse.LineId == line.Id), application.AppliedOn!.Value, rules), ct);
        }
    }

    public static Task<Results<Ok<ReadApplications.Response>, ProblemHttpResult>> ContributeAsync(
        CouncilCode code, Guid applicationId, ContributionRequest request, HttpContext context, Caller caller, FundDbContext db, Rulebooks rulebooks, TimeProvider clock, CancellationToken ct) =>
        ActAsync(code, applicationId, context, db, rulebooks, clock, async (application, today) =>
        {
            if (request.Funder == Funder.Fund)
            {
                throw new InvalidRequestException("contribution.funder", "What the fund pays comes by its statement.", "funder");
            }

            var movements = Books.Contribution(await LedgerStore.HoldingsAsync(db, application.Id, null, ct), request.Funder);
            if (LedgerStore.Write(db, Entry(application, JournalKind.Contribution, Paid(request.PaidOn, today), clock, caller), movements) is null)
            {
                throw new RuleBrokenException("contribution.nothing", "This funder has nothing left to pay for the application.", "funder");
            }

            application.Touch(clock.GetUtcNow());
        }, ct);

    public static Task<Results<Ok<ReadApplications.Response>, ProblemHttpResult>> ReturnAsync(
        CouncilCode code, Guid applicationId, ReturnRequest request, HttpContext context, Caller caller, FundDbContext db, Rulebooks rulebooks, TimeProvider clock, CancellationToken ct) =>
        ActAsync(code, applicationId, context, db, rulebooks, clock, async (application, today) =>
        {
            var holdings = await LedgerStore.HoldingsAsync(db, application.Id, null, ct);
            var open = holdings.Sum(each => each.Holding.Owed(Account.Returnable));
            if (request.Pence < 1 || request.Pence > open)
            {
                throw new RuleBrokenException("return.more-than-unspent", $"£{open / 100m:0.00} is to be given back.", "pence");
            }

            LedgerStore.Write(db, Entry(application, JournalKind.Return, Paid(request.PaidOn, today), clock, caller), Books.Return(holdings, request.Pence));
            application.Touch(clock.GetUtcNow());
        }, ct);

    /// <summary>Closes an application whose books are even: everything that was agreed has come, and was paid on or given back.</summary>
    public static Task<Results<Ok<ReadApplications.Response>, ProblemHttpResult>> CloseAsync(
        CouncilCode code, Guid applicationId, HttpContext context, FundDbContext db, Rulebooks rulebooks, TimeProvider clock, CancellationToken ct) =>
        ActAsync(code, applicationId, context, db, rulebooks, clock, async (application, _) =>
        {
            if (application.SpendConfirmedOn is null)
            {
                throw new RuleBrokenException("spend.not-confirmed", "Confirm the spend first.", "applicationId");
            }

            var open = (await LedgerStore.HoldingsAsync(db, application.Id, null, ct)).Where(each => !each.Holding.IsSettled).ToList();
            if (open.Count > 0)
            {
                var accounts = open.SelectMany(each => each.Holding.Accounts).Where(account => account.Value != 0 && account.Key is not (Account.Received or Account.Paid or Account.Returned));
                throw new RuleBrokenException(
                    "application.not-settled",
                    $"Still open: {string.Join(", ", accounts.GroupBy(account => account.Key).OrderBy(group => group.Key).Select(group => $"{group.Key.ToString().ToLowerInvariant()} £{Math.Abs(group.Sum(account => account.Value)) / 100m:0.00}"))}.",
                    "applicationId");
            }

            application.Move(ApplicationStatus.Closed, clock.GetUtcNow());
        }, ct);

    private static async Task<Results<Ok<ReadApplications.Response>, ProblemHttpResult>> ActAsync(
        CouncilCode code, Guid applicationId, HttpContext context, FundDbContext db, Rulebooks rulebooks, TimeProvider clock, Func<Application, DateOnly, Task> act, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        await LedgerStore.LockAsync(db, applicationId, ct);
        if (await WriteApplication.FindAsync(db, code, applicationId, ct) is not { } application)
        {
            return WriteApplication.NotFound();
        }

        if (application.Version != expected)
        {
            throw new StaleVersionException();
        }

        if (application.Status != ApplicationStatus.Approved)
        {
            throw new RuleBrokenException("application.status", "Only an approved application has books that are open.", "applicationId");
        }

        await act(application, LondonCalendar.Today(clock));
        await db.SaveChangesAsync(ct);
        IfMatch.SetETag(context, application.Version);
        return TypedResults.Ok(await ReadApplications.DescribeAsync(application, db, rulebooks, ct));
    }

    private static DateOnly Paid(DateOnly day, DateOnly today) => day <= today && day.Year >= 2015 ? day : throw new RuleBrokenException("payment.day", "It was paid today or before.", "paidOn");

    private static Journal Entry(Application application, JournalKind kind, DateOnly day, TimeProvider clock, Caller caller) => new()
    {
        Id = Guid.CreateVersion7(), Council = application.Council, Kind = kind, OccurredOn = day, RecordedAt = clock.GetUtcNow(), RecordedBy = caller.Subject, ApplicationId = application.Id,
    };
}
