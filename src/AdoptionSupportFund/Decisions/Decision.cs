using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Ledger;
using Partnership.AdoptionSupportFund.Money;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.AdoptionSupportFund.Decisions;

/// <summary>What the fund's portal said.</summary>
internal enum DecisionOutcome
{
    /// <summary>Agreed, wholly or in part.</summary>
    Approved = 1,

    Refused = 2,

    /// <summary>Given back to be mended.</summary>
    Returned = 3,
}

/// <summary>Records what the fund decided of a submitted application: from the portal's screen or its file.</summary>
internal static class Decision
{
    public static readonly string[] Reasons = ["missing-information", "not-eligible", "out-of-scope", "over-limit", "rules-changed", "other-applicant", "late"];

    /// <summary>What is recorded.</summary>
    /// <param name="Outcome">approved, refused or returned.</param>
    /// <param name="DecidedOn">When the portal says that it was decided.</param>
    /// <param name="PortalReference">How the portal names the application.</param>
    /// <param name="Reason">Why it was refused or returned.</param>
    /// <param name="AwardOf">What the fund gives of each of its parts; what it was asked for where there is none.</param>
    internal sealed record Given(DecisionOutcome Outcome, DateOnly DecidedOn, string? PortalReference, string? Reason, Func<ApplicationLine, LineFunding, long>? AwardOf);

    /// <summary>Moves the application on, settles its children's balances, and enters the award.</summary>
    /// <exception cref="RuleBrokenException">It cannot be so.</exception>
    /// <exception cref="InvalidRequestException">Something cannot be meant.</exception>
    public static async Task RecordAsync(
        FundDbContext db, Application application, Given given, Rulebook rules, string subject, DateOnly today, DateTimeOffset now, CancellationToken ct)
    {
        Check(application, given, today);
        application.Move(
            given.Outcome switch { DecisionOutcome.Approved => ApplicationStatus.Approved, DecisionOutcome.Refused => ApplicationStatus.Refused, _ => ApplicationStatus.Returned }, now);
        application.DecidedOn = given.DecidedOn;
        application.DecisionExpected = null;
        application.PortalReference = given.PortalReference ?? application.PortalReference;
        application.Reason = given.Reason;
        if (given.Outcome != DecisionOutcome.Approved)
        {
            await Balances.SetUseAsync(db, application.Id, application.Council, new Dictionary<(Guid, YearEnded), Use>(), ct);
            return;
        }

        foreach (var (line, part) in application.Lines.SelectMany(line => line.Funding.Select(part => (line, part))))
        {
            var awarded = part.Funder == Funder.Fund && given.AwardOf is { } award ? award(line, part) : part.Pence;
            if (awarded < 0 || awarded > part.Pence)
            {
                throw new InvalidRequestException("decision.award", "An award is from nothing to what was asked for.", "awards");
            }

            part.AwardedPence = awarded;
        }

        if (application.Lines.All(line => line.Funding.All(part => part.Funder != Funder.Fund || part.AwardedPence == 0)))
        {
            throw new InvalidRequestException("decision.award", "An approval awards something; a refusal is recorded as refused.", "awards");
        }

        if (application.AmendsId is { } amended)
        {
            // Before the balances: who confirms the amended one's spend locks in this order too, and either would wait for the other.
            await LedgerStore.LockAsync(db, amended, ct);
        }

        await Balances.SetUseAsync(db, application.Id, application.Council, Asked.By(Awarded(application), application.AppliedOn!.Value, rules).ToDictionary(), ct);
        if (application.AmendsId is not null)
        {
            await Amendments.ApplyAsync(db, application, rules, subject, given.DecidedOn, now, ct);
            await DemandWithinLimitsAsync(db, application, rules, ct);
        }

        LedgerStore.Write(
            db,
            new Journal { Id = Guid.CreateVersion7(), Council = application.Council, Kind = JournalKind.Award, OccurredOn = given.DecidedOn, RecordedAt = now, RecordedBy = subject, ApplicationId = application.Id },
            Books.Award(application.Lines.OrderBy(line => line.Number).SelectMany(line => line.Funding.OrderBy(part => part.ChildId).ThenBy(part => part.Funder)
                .Select(part => (new Purse(line.Id, part.ChildId, part.Funder, (short)YearEnded.Of(line.Starts).Year, line.ProviderId), part.AwardedPence ?? 0)))));
    }

    /// <summary>The lines with what was awarded in the place of what was asked.</summary>
    public static IReadOnlyList<LineFacts> Awarded(Application application) =>
    [
        .. application.Lines.OrderBy(line => line.Number).Select(line => FactsReader.Of(line, line.Funding) with
        {
            Funding = [.. line.Funding.OrderBy(part => part.ChildId).ThenBy(part => part.Funder).Select(part => new FundingFacts(part.ChildId, part.Funder, part.AwardedPence ?? 0))],
        }),
    ];

    /// <summary>What an amendment takes the place of may have been invoiced since it was submitted: then less was given up, and the limit may not hold.</summary>
    private static async Task DemandWithinLimitsAsync(FundDbContext db, Application amendment, Rulebook rules, CancellationToken ct)
    {
        var awarded = Asked.By(Awarded(amendment), amendment.AppliedOn!.Value, rules).ToDictionary();
        var balances = await Balances.LockAsync(db, awarded.Keys, ct);
        foreach (var (key, use) in awarded)
        {
            if (rules.Of(key.Year, amendment.AppliedOn.Value) is { } pack
                && Limits.Check(pack, amendment.AppliedOn.Value, balances[key] - use, use).FirstOrDefault(finding => FindingBook.Kinds[finding.Code].Severity == Severity.Blocks) is { } finding)
            {
                throw new RuleBrokenException(finding.Code, "Since the amendment was submitted more of the replaced line was invoiced than it left: with its award the child would be over the limit.", "awards");
            }
        }
    }

    private static void Check(Application application, Given given, DateOnly today)
    {
        if (given.DecidedOn > today || given.DecidedOn < application.AppliedOn)
        {
            throw new RuleBrokenException("decision.day", "It was decided on or after the day of submission, and not in the future.", "decidedOn");
        }

        if (given.PortalReference is { } reference && !Codes.Reference().IsMatch(reference))
        {
            throw new InvalidRequestException("decision.portal-reference", $"portalReference is {Codes.ReferenceForm}.", "portalReference");
        }

        if (given.Outcome == DecisionOutcome.Approved && given.PortalReference is null && application.PortalReference is null)
        {
            throw new InvalidRequestException("decision.portal-reference", "An approval needs the portal's reference: the statement names it.", "portalReference");
        }

        if (given.Outcome == DecisionOutcome.Approved ? given.Reason is not null : !Reasons.Contains(given.Reason, StringComparer.Ordinal))
        {
            throw new InvalidRequestException("decision.reason", $"A refusal or return has a reason, an approval has none: {string.Join(", ", Reasons)}.", "reason");
        }
    }
}
