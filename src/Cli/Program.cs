using System.CommandLine;
using Partnership.Cli;
using Partnership.Cli.Check;
using Partnership.Cli.Simulate;

var root = new RootCommand("Partnership: one door to every task of a regional adoption agency's platform.")
{
    CheckCommand.Create(),
    SimulateCommand.Create(),
};

return await Verb.RunAsync(root, args);
