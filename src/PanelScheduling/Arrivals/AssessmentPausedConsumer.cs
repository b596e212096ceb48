using Partnership.Contracts.LocalityHub;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Messaging;
using Partnership.Statutory.Clocks;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Arrivals;

/// <summary>Takes in the pauses of an assessment, which its hub keeps: the case's clock of stage two stands still with it, and goes on with it.</summary>
internal sealed class AssessmentPausedConsumer(PanelDbContext db, TimeProvider clock) : IMessageConsumer<AssessmentPaused>
{
    public async Task ConsumeAsync(IReadOnlyList<AssessmentPaused> paused, CancellationToken cancellationToken)
    {
        foreach (var message in paused)
        {
            var @case = await PanelCases.LockAsync(message.Case, db, cancellationToken);
            if (@case is null)
            {
                @case = Arriving.Case(message.Case, (short)message.Council.Number, CaseKind.AdopterApproval);
                db.Cases.Add(@case);
            }

            // What came late from before a restore: the hub states what it knows of since.
            if (@case.Council != message.Council.Number || message.Epoch < @case.Epoch)
            {
                continue;
            }

            var pause = @case.Pauses.Find(each => each.Id == message.Reference);
            if (pause is null)
            {
                pause = new CasePause { Id = message.Reference, CaseId = @case.Id, Councils = @case.Councils, Clock = ClockCode.StageTwo };
                @case.Pauses.Add(pause);
            }
            else if (!Arriving.IsNewer(message.Epoch, message.Version, pause.Epoch, pause.HubVersion))
            {
                continue;
            }

            (pause.Epoch, pause.HubVersion) = (message.Epoch, message.Version);
            pause.Reason = message.Reason == StageTwoPause.ApplicantRequest ? PauseReason.ApplicantRequest : PauseReason.ExceptionalCircumstances;
            (pause.From, pause.Until) = (message.From.Day, message.Until?.Day);
            @case.Version++;
            await PanelCases.SaveAsync(@case, db, clock, cancellationToken);
        }
    }
}
