using System.Collections.Immutable;
using EdgeCollector.Options.Binding;
using EdgeCollector.Options.Tree;

namespace EdgeCollector.Options.Rules;

/// <summary>Every name in a rule of `when` is a signal of the machine.</summary>
internal static class ConditionRules
{
    public static void Check(StateRules rules, Place when, ImmutableArray<string> known, DiagnosticList problems)
    {
        for (var i = 0; i < rules.When.Length; i++)
        {
            var rule = when.Item(i);
            var at = rule.Node is MappingNode { Entries: [var entry] } ? rule.Key(entry.Key.Text) : rule;
            var unknown = rules.When[i].Condition.Names.FirstOrDefault(name => name.Length > 0 && !known.Contains(name));
            if (unknown is not null && !problems.HasFailed(at))
            {
                var advice = Suggestion.For(unknown, known) is { Length: > 0 } near ? near
                    : known.IsEmpty ? " – name switches (run, fault, starved, blocked) or tags"
                    : $" – there are {string.Join(", ", known)}";
                problems.Error(at, $"\"{unknown}\" is no switch or tag of this machine{advice}");
            }
        }
    }
}
