using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.CentralHub.Disclosures;

/// <summary>Enters in the ledger what the hub that holds the content does.</summary>
internal sealed class HubAnswers(CentralHubDbContext db, Ledger ledger, TimeProvider clock)
{
    public async Task ApplyAsync(DisclosureAnswered answer, CancellationToken ct)
    {
        if (await ledger.LockAsync(answer.Disclosure, ct) is not { } disclosure
            || disclosure.Council != answer.Council.Number
            || (answer.Epoch, answer.Version).CompareTo((disclosure.HubEpoch ?? -1, disclosure.HubVersion ?? -1)) <= 0)
        {
            return;
        }

        var now = clock.GetUtcNow();
        (disclosure.HubState, disclosure.HubGates, disclosure.HubEnd) = (answer.State, answer.Gates, answer.End);
        (disclosure.HubEpoch, disclosure.HubVersion, disclosure.HubAnsweredAt) = (answer.Epoch, answer.Version, now);

        // A hub that was restored may have forgotten that it was read. It was all the same.
        disclosure.Read |= answer.Read;
        ledger.Note(disclosure, DisclosureStepKind.Answered, worker: null);
        if (answer.State == DisclosureState.Open)
        {
            disclosure.OpenedAt ??= now;
            await ReplaceAsync(disclosure, ct);
        }
        else if (answer is { State: DisclosureState.Closed, End: not DisclosureEnd.Expired } && disclosure.IsAskedOpen)
        {
            // Ended at the hub by itself. That the ledger then asks the same is for a hub that forgets it.
            ledger.End(disclosure, answer.End == DisclosureEnd.None ? DisclosureEnd.Revoked : answer.End, worker: null);
        }

        if (answer.State == DisclosureState.Closed)
        {
            await db.SaveChangesAsync(ct);
            await ledger.AskOwedAsync(disclosure, ct);
        }
    }

    /// <summary>A later release to the same reader takes the place of those before it, once it is open.</summary>
    private async Task ReplaceAsync(Disclosure disclosure, CancellationToken ct)
    {
        var before = await db.Disclosures
            .Where(other => other.Link == disclosure.Link && other.SubjectReference == disclosure.SubjectReference && other.Reader == disclosure.Reader
                && other.Id != disclosure.Id && other.GrantedAt < disclosure.GrantedAt && other.Level <= disclosure.Level && other.End == DisclosureEnd.None
                && other.HubState != DisclosureState.Refused)
            .OrderBy(other => other.Id)
            .Select(other => other.Id)
            .ToListAsync(ct);
        foreach (var id in before)
        {
            if (await ledger.LockAsync(id, ct) is { IsAskedOpen: true } other)
            {
                ledger.End(other, DisclosureEnd.Replaced, worker: null);
            }
        }
    }
}
