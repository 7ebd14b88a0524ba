namespace EdgeAI.City;

/// <summary>The city's receiver cannot start or go on. The message is one line that names the thing and the mend.</summary>
public sealed class CityException : Exception
{
    /// <summary>Makes the exception from its one line.</summary>
    public CityException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception from its one line and what lies beneath it.</summary>
    public CityException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
