using System.Text;
using EdgeCollector.Core.Inputs;
using Xunit;

namespace EdgeCollector.Core.Tests.Inputs;

public sealed class TablesTests
{
    [Fact]
    public void A_name_keeps_its_id_and_a_removed_one_gets_it_back()
    {
        var first = new SignalTable();
        Assert.Equal((1, 2), (first.Machine("filler"), first.Machine("packer")));
        Assert.Equal((1, 2, 3), (first.Signal("filler", "state"), first.Signal("filler", "good"), first.Signal("packer", "state")));
        Assert.Equal(2, first.Signal("filler", "good"));

        var second = new SignalTable(first.Given);
        Assert.Equal(4, second.Signal("filler", "scrap"));
        Assert.Equal(2, second.Signal("filler", "good"));
        Assert.Equal(3, second.Machine("labeller"));
        Assert.Equal(first.Given, second.Given.Where(g => g.Name is not ("labeller" or "filler/scrap")));
    }

    [Fact]
    public void A_record_that_gives_an_id_twice_is_an_error()
    {
        Assert.Throws<ArgumentException>(() => new SignalTable([new("a/x", 1), new("a/y", 1)]));
        Assert.Throws<ArgumentException>(() => new SignalTable([new("a", 1), new("a", 2)]));
        Assert.Throws<ArgumentException>(() => new SignalTable([new("a", 0)]));
        Assert.Equal(2, new SignalTable([new("a", 1), new("a/x", 1)]).Given.Count);
    }

    [Fact]
    public void The_same_text_is_the_same_object()
    {
        var texts = new TextTable();
        var first = texts.Intern("Öl 0,5 l".AsSpan());
        Assert.Same(first, texts.Intern(Encoding.UTF8.GetBytes("Öl 0,5 l")));
        Assert.Equal(1, texts.Id("Öl 0,5 l"));
        Assert.Equal(2, texts.Id("Wasser"));
        Assert.Same(first, texts.Text(1));
        Assert.Null(texts.Text(3));
        Assert.Equal(2, new TextTable(texts.Texts).Id("Wasser"));
    }

    [Fact]
    public void Texts_beyond_the_limit_are_passed_on_and_counted()
    {
        var texts = new TextTable(limit: 1);
        texts.Id("one");
        Assert.Equal("two", texts.Intern("two".AsSpan()));
        Assert.Equal(0, texts.Id(new string('x', TextTable.MaxLength + 1)));
        Assert.Equal(2, texts.Overflowed);
        Assert.Single(texts.Texts);
    }
}
