using System.CommandLine;
using Partnership.Cli;
using Partnership.Cli.Simulate;

var root = new RootCommand("Partnership: one door to every task of a regional adoption agency's platform.")
{
    SimulateCommand.Create(),
};

return await Verb.RunAsync(root, args);
