using System.CommandLine;
using Partnership.CaseData.Rules;

namespace Partnership.Cli.Rules;

/// <summary><c>partnership rules</c>: prints the validation rules as pages to read.</summary>
public static class RulesCommand
{
    /// <summary>The verb, to be added to the root command.</summary>
    public static Command Create()
    {
        var number = new Argument<string?>("NUMBER") { Description = "One rule, such as 523 or INT11; all of them when left out", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("rules", "Print what each validation rule asks, why, an example and how to mend a break") { number };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(number) is not { } wanted)
            {
                Console.Out.Write(RulePages.All());
                return Verb.Done;
            }

            if (RuleBook.Every.FirstOrDefault(rule => rule.Number.Equals(wanted, StringComparison.OrdinalIgnoreCase)) is { } rule)
            {
                Console.Out.Write(RulePages.Page(rule));
                return Verb.Done;
            }

            throw new CommandFailedException(
                UncheckedRules.All.FirstOrDefault(rule => rule.Number.Equals(wanted, StringComparison.OrdinalIgnoreCase)) is { } other
                    ? $"Rule {other.Number} is not checked. {other.Why}"
                    : $"There is no rule {wanted}.",
                "./partnership rules lists them all.");
        });
        return command;
    }
}
