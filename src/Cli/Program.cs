using System.CommandLine;
using Partnership.Cli;
using Partnership.Cli.AnnexA;
using Partnership.Cli.Audit;
using Partnership.Cli.Backup;
using Partnership.Cli.Changes;
using Partnership.Cli.Check;
using Partnership.Cli.Demo;
using Partnership.Cli.Erasure;
using Partnership.Cli.ExitPack;
using Partnership.Cli.Identities;
using Partnership.Cli.Import;
using Partnership.Cli.Indicators;
using Partnership.Cli.Maps;
using Partnership.Cli.Parked;
using Partnership.Cli.Projection;
using Partnership.Cli.Rules;
using Partnership.Cli.Secrets;
using Partnership.Cli.Simulate;
using Partnership.Cli.Token;
using Partnership.Cli.Tracker;
using Partnership.Cli.Watch;
using Partnership.Cli.Webhooks;

var root = new RootCommand("Partnership: one door to every task of a regional adoption agency's platform.")
{
    AnnexCommand.Create(),
    AuditCommand.Create(),
    BackupCommand.Create(),
    ChangesCommand.Create(),
    CheckCommand.Create(),
    DemoCommand.Create(),
    EraseCommand.Create(),
    ExitPackCommand.Create(),
    IdentitiesCommand.Create(),
    ImportCommand.Create(),
    ImportsCommand.Create(),
    IndicatorsCommand.Create(),
    MapsCommand.Create(),
    ParkedCommand.Create(),
    ProjectionCommands.Rebuild(),
    ProjectionCommands.Republish(),
    RestoreCommand.Create(),
    RulesCommand.Create(),
    SecretsCommand.Create(),
    SimulateCommand.Create(),
    TokenCommand.Create(),
    TrackerCommand.Create(),
    WatchCommand.Create(),
    WebhooksCommand.Create(),
};

return await Verb.RunAsync(root, args);
