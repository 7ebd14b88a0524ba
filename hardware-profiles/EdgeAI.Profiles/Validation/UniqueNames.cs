using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>Tells values apart that must differ, and says where the first one stands.</summary>
internal sealed class UniqueNames(string scope)
{
    private readonly Dictionary<string, SourceNode> _first = [];

    /// <summary>Takes a value, if it is there, and reports it where an earlier one is the same.</summary>
    public void Add(SourceNode? value, ProblemList problems)
    {
        if (value?.Text is not { } key)
        {
            if (value?.Integer is null)
            {
                return;
            }

            key = value.Written;
        }

        if (!problems.IsFull && !_first.TryAdd(key, value))
        {
            problems.Add(value, $"{Shown.Of(value)} is taken by {ProblemList.PlaceOf(_first[key], value)}; give {scope} of its own");
        }
    }
}
