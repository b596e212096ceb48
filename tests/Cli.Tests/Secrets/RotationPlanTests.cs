using Partnership.Cli.Machine;
using Partnership.Cli.Secrets;

namespace Partnership.Cli.Tests.Secrets;

/// <summary>Who is started again with which secrets, and in what order.</summary>
public sealed class RotationPlanTests
{
    private static readonly HostResource[] Resources =
    [
        new("postgres", "postgres", "running", true, 1, null, ["tcp://localhost:1"]),
        new("provision", "project", "finished", true, 1, null, []),
        new("central-hub-migrate", "project", "finished", true, 1, null, []),
        new("central-hub", "project", "running", true, 1, null, ["http://localhost:2"]),
        new("gateway", "project", "running", true, 1, null, ["http://localhost:3"]),
        new("identity", "project", "running", true, 1, null, ["http://localhost:4"]),
        new("locality-hub-860", "project", "running", true, 1, null, ["http://localhost:5"]),
    ];

    private static readonly HostSecret[] Secrets =
    [
        new("postgres-password", "proposed"),
        new("broker-password", "proposed"),
        new("central-hub-owner-password", "at-once"),
        new("central-hub-password", "at-once"),
        new("central-hub-projector-password", "at-once"),
        new("locality-hub-owner-password", "at-once"),
        new("locality-hub-860-password", "at-once"),
        new("dev-client-secret", "at-once"),
        new("dashboard-telemetry-key", "proposed"),
        new("dashboard-token", "at-once"),
    ];

    [Fact]
    public void Of_TheRegionsSecrets_EachServiceOnceWithAllOfItsOwn()
    {
        var plan = RotationPlan.Of(Secrets, Resources);

        Assert.Equal(
            [
                " locality-hub-owner-password",
                "identity dev-client-secret",
                "gateway ",
                "central-hub central-hub-owner-password central-hub-password central-hub-projector-password",
                "locality-hub-860 locality-hub-860-password",
            ],
            plan.Steps.Select(step => $"{step.Service} {string.Join(' ', step.Secrets)}"));
        Assert.Equal(["postgres-password", "broker-password"], plan.OfServers);
        Assert.True(plan is { HasTelemetryKey: true, HasToken: true, Left: [] });
        Assert.Equal([true, false, false, true, true], plan.Steps.Select(step => step.ConcernsServers));
    }

    [Fact]
    public void Of_EverySecret_IsInThePlanOnce()
    {
        var plan = RotationPlan.Of([.. Secrets, new("a-password-of-nobody-yet", "at-once"), new("chosen", "configured")], Resources);

        Assert.Equal(
            [.. Secrets.Select(secret => secret.Name).Append("a-password-of-nobody-yet").Append("chosen").Order()],
            plan.Steps.SelectMany(step => step.Secrets).Concat(plan.OfServers).Concat(plan.Left).Append(RotationPlan.TelemetryKey).Append(RotationPlan.Token).Order());
    }

    [Fact]
    public void Of_AnotherProvider_NobodyIsStartedForItsClients()
    {
        var plan = RotationPlan.Of(
            [.. Secrets.Where(secret => secret.Name != "dev-client-secret")], [.. Resources.Where(resource => resource.Name != "identity")]);

        Assert.DoesNotContain(plan.Steps, step => step.Service == "identity");
    }
}
