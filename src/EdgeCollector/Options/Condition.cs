using System.Globalization;

namespace EdgeCollector.Options;

/// <summary>
/// A condition of `state.when` over named signals: <c>auto and cycle and not fault</c>, <c>or</c> and parentheses allowed; not binds
/// closest, then and, then or. No scripting: nothing but these words.
/// </summary>
internal abstract record Condition
{
    private const int MaxLength = 500;
    private const int MaxDepth = 32;

    public sealed record Signal(string Name) : Condition;

    public sealed record Not(Condition Operand) : Condition;

    public sealed record And(Condition Left, Condition Right) : Condition;

    public sealed record Or(Condition Left, Condition Right) : Condition;

    /// <summary>Every signal it names, in the order of the text.</summary>
    public IEnumerable<string> Names => this switch
    {
        Signal signal => [signal.Name],
        Not not => not.Operand.Names,
        And and => and.Left.Names.Concat(and.Right.Names),
        Or or => or.Left.Names.Concat(or.Right.Names),
        _ => [],
    };

    /// <summary>Three-valued: an operand that is not Good is null, and so is what depends on it.</summary>
    public bool? Evaluate(Func<string, bool?> value) => this switch
    {
        Signal signal => value(signal.Name),
        Not not => !not.Operand.Evaluate(value),
        And and => and.Left.Evaluate(value) & and.Right.Evaluate(value),
        Or or => or.Left.Evaluate(value) | or.Right.Evaluate(value),
        _ => null,
    };

    /// <summary>Returns null, or what is wrong: a clause that follows the quoted text.</summary>
    public static string? Read(string text, out Condition condition)
    {
        condition = new Signal("");
        if (text.Length > MaxLength)
        {
            return string.Create(CultureInfo.InvariantCulture, $"is longer than {MaxLength} characters");
        }

        var words = text.Replace("(", " ( ", StringComparison.Ordinal).Replace(")", " ) ", StringComparison.Ordinal)
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var reader = new Reader(words);
        var read = reader.Or(0);
        if (reader.Complaint is null && !reader.AtEnd)
        {
            reader.Fail();
        }

        condition = read;
        return reader.Complaint;
    }

    private sealed class Reader(string[] words)
    {
        private int _next;

        public string? Complaint { get; private set; }

        public bool AtEnd => _next >= words.Length;

        public Condition Or(int depth)
        {
            var left = And(depth);
            while (Take("or"))
            {
                left = new Or(left, And(depth));
            }

            return left;
        }

        public void Fail() => Complaint ??= AtEnd
            ? "ends where a signal is expected – like auto and cycle and not fault"
            : $"is no condition: \"{words[_next]}\" is not expected there – like auto and cycle and not fault";

        private Condition And(int depth)
        {
            var left = Factor(depth);
            while (Take("and"))
            {
                left = new And(left, Factor(depth));
            }

            return left;
        }

        private Condition Factor(int depth)
        {
            if (Complaint is null && depth > MaxDepth)
            {
                Complaint = "is nested too deeply";
            }

            if (Complaint is not null)
            {
                return new Signal("");
            }

            if (Take("not"))
            {
                return new Not(Factor(depth + 1));
            }

            if (Take("("))
            {
                var inner = Or(depth + 1);
                if (!Take(")"))
                {
                    Complaint ??= "has a parenthesis that is not closed";
                }

                return inner;
            }

            if (AtEnd || words[_next] is "and" or "or" or ")" || !words[_next].All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            {
                Fail();
                return new Signal("");
            }

            return new Signal(words[_next++]);
        }

        private bool Take(string word)
        {
            var taken = !AtEnd && words[_next] == word;
            _next += taken ? 1 : 0;
            return taken;
        }
    }
}
