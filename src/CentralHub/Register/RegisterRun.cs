using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Links;
using Partnership.CentralHub.Outcomes;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Searches;
using Partnership.Contracts;
using Partnership.Matching;

namespace Partnership.CentralHub.Register;

/// <summary>
/// One run over all that changed since the run before, in one transaction: changes, and what follows from them, are taken together or not at
/// all. Lists first: somebody may be waiting for one.
/// </summary>
internal sealed class RegisterRun(
    CentralHubDbContext db,
    RegionMemory memory,
    RegionLoader loader,
    LinkEnds ends,
    SearchKeeper searches,
    SearchLists lists,
    Questions questions,
    OpenInterests interests,
    Escalations escalations,
    OutcomeKeeper outcomes,
    Publisher publisher)
{
    public async Task RunAsync(CancellationToken ct)
    {
        if (!await db.RegisterDue.AnyAsync(ct))
        {
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);

        // One at a time, in whatever process.
        var run = (await db.Database.SqlQuery<long>(
            $"insert into register_state (id, run) values (1, 1) on conflict (id) do update set run = register_state.run + 1 returning run as \"Value\"").ToListAsync(ct))[0];

        // Taken before anything is read: what is committed later comes with a mark of its own.
        var rows = await db.RegisterDue.FromSql($"delete from register_due returning *").AsNoTracking().ToListAsync(ct);
        if (rows.Count == 0)
        {
            // Another process was quicker. This run did not happen: it would make that process's memory worthless.
            return;
        }

        var due = new Dues(rows);
        var before = due.Everything ? null : memory.At(run - 1);
        var view = before is null || due.Changes ? await FollowAsync(before, due, ct) : before;
        if (due.Everything)
        {
            await db.SaveChangesAsync(ct);
            await outcomes.MakeAsync(view, ct);
        }

        if (due.Publication)
        {
            await publisher.PublishAsync(view, ct);
        }
        else
        {
            // In a run of its own: whoever waits for a list need not wait for it, and it is not forgotten either.
            RegisterDue.Mark(db, DueKind.Publication);
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        memory.Keep(run, view);
    }

    private async Task<RegionView> FollowAsync(RegionView? before, Dues due, CancellationToken ct)
    {
        var view = before is null ? await loader.LoadAsync(ct) : await loader.FollowAsync(before, due, ct);
        if (due.MayEndLinks && await ends.FollowAsync(view, ct) is { Count: > 0 } ended)
        {
            // What they are now decides who may be a candidate.
            await db.SaveChangesAsync(ct);
            due.Links.UnionWith(ended);
            view = await loader.FollowAsync(view, due, ct);
        }

        var index = view.Index;
        var changed = before is null ? null : await ChangedByAsync(due, before.Index, index, ct);
        var rows = await searches.KeepAsync(index, changed, ct);
        await lists.MakeAsync(before?.Index, index, rows, ct);

        // Who is asked about depends on all households, and on what was answered about those before.
        var toAsk = before is null || due.Rules || due.Households.Count > 0 || due.Links.Count > 0 ? index.Searches.Select(search => search.Key) : changed!;
        var linked = before is null || due.MayEndLinks ? await questions.LinkedAsync(ct) : ImmutableDictionary<(Guid, Guid), CouncilCode>.Empty;
        view = view with { Asked = await questions.WithdrawAsync(view, due, linked, ct) };
        view = view with { Asked = questions.Ask(view, toAsk, await interests.FollowAsync(view, ct), linked) };

        searches.NoteEarlyPermanence(index, rows.Values);
        await escalations.TellAsync(index, rows.Values, ct);
        return view;
    }

    private async Task<HashSet<SearchKey>> ChangedByAsync(Dues due, RegionIndex before, RegionIndex now, CancellationToken ct) =>
    [
        .. now.TouchedSince(before, SearchLists.Length),
        .. due.Children.Concat(due.Answered).Concat(due.Interests).SelectMany(child => before.SearchesOf(child).Concat(now.SearchesOf(child))).Select(search => search.Key),
        .. due.Links.Count == 0 ? [] : (await db.Links.Where(link => due.Links.Contains(link.Id)).Select(link => new { link.SearchOf, link.Search }).ToListAsync(ct))
            .Select(link => new SearchKey(link.SearchOf, link.Search)),
    ];
}
