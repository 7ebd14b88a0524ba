namespace EdgeAI.Runtime.LiveView;

/// <summary>Why a client's message is none. A client that sends one is closed with this name.</summary>
public enum LiveViewRejection
{
    /// <summary>It is a message.</summary>
    None,

    /// <summary>More bytes than <see cref="LiveViewProtocol.MaxClientMessage"/>.</summary>
    TooLong,

    /// <summary>Text that is no JSON object of the protocol's shape.</summary>
    BadJson,

    /// <summary>An "op" that the protocol does not know.</summary>
    UnknownOperation,

    /// <summary>A field that the operation needs is missing.</summary>
    MissingField,

    /// <summary>A binary message with an opcode that no client sends.</summary>
    UnknownOpcode,

    /// <summary>A binary message whose lengths do not fit it.</summary>
    BadLength,

    /// <summary>More subscriptions than <see cref="LiveViewProtocol.MaxSubscriptions"/>.</summary>
    TooManySubscriptions,

    /// <summary>More answers asked for than a client takes.</summary>
    NotReading,

    /// <summary>A request's own name, which its answer repeats, of more than 256 characters.</summary>
    IdTooLong,
}
