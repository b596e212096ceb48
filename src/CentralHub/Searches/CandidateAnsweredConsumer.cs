using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Register;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.CentralHub.Searches;

/// <summary>Keeps the newest answer to each question, of the hub that was asked.</summary>
internal sealed class CandidateAnsweredConsumer(CentralHubDbContext db) : IMessageConsumer<CandidateAnswered>
{
    public async Task ConsumeAsync(IReadOnlyList<CandidateAnswered> messages, CancellationToken cancellationToken)
    {
        await FamilyLog.AppendAsync(db, FamilyEventKind.CandidateAnswered, messages, cancellationToken);
        var newest = messages.GroupBy(message => (message.Question, message.Council)).Select(answers => answers.MaxBy(answer => (answer.Epoch, answer.Version))!).ToList();
        var changed = await db.Database.SqlQuery<Guid>(
            $"""
            with answered as (
                select * from unnest(
                    {newest.ConvertAll(answer => answer.Question).ToArray()}, {newest.ConvertAll(answer => (short)answer.Council.Number).ToArray()},
                    {newest.ConvertAll(answer => answer.Epoch).ToArray()}, {newest.ConvertAll(answer => answer.Version).ToArray()},
                    {newest.ConvertAll(answer => answer.Possible).ToArray()}) as answer (question, council, epoch, version, possible)),
            before as (
                select id, possible from candidate_question where id in (select question from answered)),
            kept as (
                update candidate_question set epoch = answered.epoch, version = answered.version, possible = answered.possible
                from answered
                where candidate_question.id = answered.question and candidate_question.council = answered.council
                    and (answered.epoch, answered.version) > (coalesce(candidate_question.epoch, -1), coalesce(candidate_question.version, -1))
                returning candidate_question.id, candidate_question.possible, candidate_question.withdrawn_at)
            select kept.id as "Value" from kept join before on before.id = kept.id
            where kept.withdrawn_at is null and kept.possible is distinct from before.possible
            """).ToListAsync(cancellationToken);
        RegisterDue.Mark(db, DueKind.Answer, changed);
    }

    /// <summary>Takes the newest answer to each question from the log once more, and returns how many were another.</summary>
    internal static Task<int> ReplayAsync(CentralHubDbContext db, CancellationToken ct) => db.Database.ExecuteSqlAsync(
        $"""
        with newest as (
            select question.id, log.epoch, log.version, (log.body ->> 'possible')::boolean as possible
            from candidate_question question
            left join lateral (
                select epoch, version, body from family_event
                where kind = {(short)FamilyEventKind.CandidateAnswered} and reference = question.id and council = question.council
                order by epoch desc, version desc, id limit 1) log on true)
        update candidate_question set epoch = newest.epoch, version = newest.version, possible = newest.possible
        from newest
        where newest.id = candidate_question.id
            and (newest.epoch, newest.version, newest.possible) is distinct from (candidate_question.epoch, candidate_question.version, candidate_question.possible)
        """,
        ct);
}
