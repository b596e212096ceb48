using System.Text.Json;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;

namespace Partnership.LocalityHub.Changes;

internal static class ChangeEndpoints
{
    private static readonly Guid Example = new("0197b1c0-5f3a-7c44-9a01-2b6d1e4f8a90");

    private static readonly JsonElement ExampleRecord = JsonDocument.Parse(
        """
        {
          "la_child_id": "INVENTED1",
          "mis_child_id": "MIS1",
          "child_details": { "first_name": "Invented", "surname": "Child", "date_of_birth": "2022-06-14", "sex": "F", "purge": false },
          "social_care_episodes": [
            {
              "social_care_episode_id": "E1",
              "child_looked_after_placements": [
                { "child_looked_after_placement_id": "P1", "start_date": "2024-02-01", "start_reason": "S", "placement_type": "U6" }
              ],
              "adoption": { "initial_decision_date": "2024-09-03", "matched_date": "2025-01-20" }
            }
          ],
          "purge": false
        }
        """).RootElement.Clone();

    public static void MapChanges(this RouteGroupBuilder council)
    {
        council.MapPost("/changes", ReceiveChanges.HandleAsync)
            .RequireAuthorization(Policies.ImportReturns)
            .Audited<LocalityHubDbContext>("changes.receive", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithSummary("Send a batch of the daily feed")
            .WithDescription(
                "Up to 100 records in the shape of the Department's daily children's-social-care payload. What did not change is left out, what was " +
                "removed carries purge. Each record is answered by itself: one that is refused never takes the others with it.")
            .WithExample(
                new[] { ExampleRecord },
                new ReceiveChanges.Response(1, 0, 0, [new ReceiveChanges.Result(0, Example, ReceiveChanges.Outcome.Applied, null)]));

        council.MapGet("/changes", ReadChanges.HandleAsync)
            .RequireAuthorization(Policies.ReadChildren)
            .Audited<LocalityHubDbContext>("changes.read")
            .WithSummary("Read what changed since a cursor")
            .WithDescription("Keep the answer's after and ask with it again, at once while more is true, otherwise whenever it suits.")
            .WithExample(response: new ReadChanges.Response(
                [
                    new ReadChanges.Change(
                        Example, "INVENTED1", 2, ChildStage.Matched, false, new DateTimeOffset(2025, 1, 21, 6, 0, 0, TimeSpan.Zero),
                        [new ReadChanges.Milestone("matched", new DateOnly(2025, 1, 20), "feed")]),
                ],
                "eyJlcG9jaCI6MX0",
                false));
    }
}
