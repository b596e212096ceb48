using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Partnership.AdoptionSupportFund.HandOvers;
using Partnership.AdoptionSupportFund.Ledger;
using Partnership.AdoptionSupportFund.Money;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Partnership.AdoptionSupportFund.Persistence.Migrations
{
    /// <summary>Applications with what they rest on, the register of providers, and the ledger with everything that is entered in it.</summary>
    [DbContext(typeof(FundDbContext))]
    [Migration("20261128135838_ApplicationsAndMoney")]
    public partial class ApplicationsAndMoney : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "application",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    assessment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    amends_id = table.Column<Guid>(type: "uuid", nullable: true),
                    status = table.Column<short>(type: "smallint", nullable: false),
                    applied_on = table.Column<DateOnly>(type: "date", nullable: true),
                    decision_expected = table.Column<DateOnly>(type: "date", nullable: true),
                    decided_on = table.Column<DateOnly>(type: "date", nullable: true),
                    spend_confirmed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    portal_reference = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    exceptions = table.Column<string[]>(type: "text[]", nullable: false),
                    findings = table.Column<string>(type: "text", nullable: false),
                    checked_on = table.Column<DateOnly>(type: "date", nullable: false),
                    imported_as = table.Column<string>(type: "text", nullable: true),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_application", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "balance_use",
                columns: table => new
                {
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    year = table.Column<short>(type: "smallint", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    therapy = table.Column<long>(type: "bigint", nullable: false),
                    assessment = table.Column<long>(type: "bigint", nullable: false),
                    local = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_balance_use", x => new { x.application_id, x.child_id, x.year });
                });

            migrationBuilder.CreateTable(
                name: "child_balance",
                columns: table => new
                {
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    year = table.Column<short>(type: "smallint", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    therapy = table.Column<long>(type: "bigint", nullable: false),
                    assessment = table.Column<long>(type: "bigint", nullable: false),
                    local = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_child_balance", x => new { x.child_id, x.year });
                    table.CheckConstraint("child_balance_not_negative", "therapy >= 0 and assessment >= 0 and local >= 0");
                });

            migrationBuilder.CreateTable(
                name: "claim",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    claimed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    claimed_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_claim", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "framework",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: false),
                    ceiling_pence = table.Column<long>(type: "bigint", nullable: false),
                    called_off_pence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_framework", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "fund_child",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    family_id = table.Column<Guid>(type: "uuid", nullable: false),
                    route = table.Column<short>(type: "smallint", nullable: false),
                    born_in = table.Column<short>(type: "smallint", nullable: false),
                    has_plan = table.Column<bool>(type: "boolean", nullable: false),
                    basis = table.Column<short>(type: "smallint", nullable: false),
                    needs = table.Column<int>(type: "integer", nullable: false),
                    assessment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fund_child", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "hand_over",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_council = table.Column<short>(type: "smallint", nullable: false),
                    to_council = table.Column<short>(type: "smallint", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    proposed_by = table.Column<string>(type: "text", nullable: false),
                    proposed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    decided_by = table.Column<string>(type: "text", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hand_over", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "invoice",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    provider_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false),
                    hours = table.Column<decimal>(type: "numeric(7,2)", precision: 7, scale: 2, nullable: false),
                    pence = table.Column<long>(type: "bigint", nullable: false),
                    period_from = table.Column<DateOnly>(type: "date", nullable: false),
                    period_to = table.Column<DateOnly>(type: "date", nullable: false),
                    received_on = table.Column<DateOnly>(type: "date", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    paid_on = table.Column<DateOnly>(type: "date", nullable: true),
                    journal_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payment_journal_id = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_invoice", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "journal",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    occurred_on = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reverses_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journal", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "measurement",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    therapy = table.Column<string>(type: "text", nullable: false),
                    tool = table.Column<short>(type: "smallint", nullable: false),
                    when = table.Column<short>(type: "smallint", nullable: false),
                    score = table.Column<short>(type: "smallint", nullable: false),
                    measured_on = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measurement", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "needs_assessment",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    assessed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    review_due = table.Column<DateOnly>(type: "date", nullable: false),
                    narratives_checked = table.Column<bool>(type: "boolean", nullable: false),
                    withdrawn = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_needs_assessment", x => new { x.id, x.child_id });
                });

            migrationBuilder.CreateTable(
                name: "provider",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    status = table.Column<short>(type: "smallint", nullable: false),
                    registration_reference = table.Column<string>(type: "text", nullable: true),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    hours_a_month = table.Column<int>(type: "integer", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_provider", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "purchase_order",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line_id = table.Column<Guid>(type: "uuid", nullable: false),
                    provider_id = table.Column<Guid>(type: "uuid", nullable: false),
                    framework_id = table.Column<Guid>(type: "uuid", nullable: true),
                    hours = table.Column<decimal>(type: "numeric(7,2)", precision: 7, scale: 2, nullable: false),
                    rate_pence = table.Column<long>(type: "bigint", nullable: false),
                    pence = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    ordered_on = table.Column<DateOnly>(type: "date", nullable: false),
                    ordered_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_purchase_order", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "quote",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line = table.Column<short>(type: "smallint", nullable: false),
                    provider_id = table.Column<Guid>(type: "uuid", nullable: false),
                    rate_pence = table.Column<long>(type: "bigint", nullable: false),
                    extra_pence = table.Column<long>(type: "bigint", nullable: false),
                    valid_until = table.Column<DateOnly>(type: "date", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_quote", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "rule_change",
                columns: table => new
                {
                    job_id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    come = table.Column<string[]>(type: "text[]", nullable: false),
                    go = table.Column<string[]>(type: "text[]", nullable: false),
                    is_stopped = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rule_change", x => new { x.job_id, x.application_id });
                });

            migrationBuilder.CreateTable(
                name: "rule_job",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    pack_id = table.Column<Guid>(type: "uuid", nullable: true),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    requested_by = table.Column<string>(type: "text", nullable: true),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    total = table.Column<int>(type: "integer", nullable: false),
                    done = table.Column<int>(type: "integer", nullable: false),
                    changed = table.Column<int>(type: "integer", nullable: false),
                    broken = table.Column<int>(type: "integer", nullable: false),
                    mended = table.Column<int>(type: "integer", nullable: false),
                    history_total = table.Column<int>(type: "integer", nullable: false),
                    history_stopped = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rule_job", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "statement",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    handed_in_on = table.Column<DateOnly>(type: "date", nullable: false),
                    handed_in_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_statement", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "application_child",
                columns: table => new
                {
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_application_child", x => new { x.application_id, x.child_id });
                    table.ForeignKey(
                        name: "FK_application_child_application_application_id",
                        column: x => x.application_id,
                        principalTable: "application",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "application_line",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    number = table.Column<short>(type: "smallint", nullable: false),
                    therapy = table.Column<string>(type: "text", nullable: false),
                    provider_id = table.Column<Guid>(type: "uuid", nullable: true),
                    hours = table.Column<decimal>(type: "numeric(7,2)", precision: 7, scale: 2, nullable: false),
                    rate_pence = table.Column<long>(type: "bigint", nullable: false),
                    starts = table.Column<DateOnly>(type: "date", nullable: false),
                    ends = table.Column<DateOnly>(type: "date", nullable: false),
                    replaces_id = table.Column<Guid>(type: "uuid", nullable: true),
                    replaced_by_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_application_line", x => x.id);
                    table.ForeignKey(
                        name: "FK_application_line_application_application_id",
                        column: x => x.application_id,
                        principalTable: "application",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "claim_item",
                columns: table => new
                {
                    claim_id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    portal_reference = table.Column<string>(type: "text", nullable: false),
                    pence = table.Column<long>(type: "bigint", nullable: false),
                    journal_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_claim_item", x => new { x.claim_id, x.application_id });
                    table.ForeignKey(
                        name: "FK_claim_item_claim_claim_id",
                        column: x => x.claim_id,
                        principalTable: "claim",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "framework_rate",
                columns: table => new
                {
                    framework_id = table.Column<Guid>(type: "uuid", nullable: false),
                    provider_id = table.Column<Guid>(type: "uuid", nullable: false),
                    therapy = table.Column<string>(type: "text", nullable: false),
                    rate_pence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_framework_rate", x => new { x.framework_id, x.provider_id, x.therapy });
                    table.ForeignKey(
                        name: "FK_framework_rate_framework_framework_id",
                        column: x => x.framework_id,
                        principalTable: "framework",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "posting",
                columns: table => new
                {
                    journal_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ordinal = table.Column<short>(type: "smallint", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    account = table.Column<short>(type: "smallint", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    funder = table.Column<short>(type: "smallint", nullable: false),
                    year = table.Column<short>(type: "smallint", nullable: false),
                    provider_id = table.Column<Guid>(type: "uuid", nullable: true),
                    pence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_posting", x => new { x.journal_id, x.ordinal });
                    table.ForeignKey(
                        name: "FK_posting_journal_journal_id",
                        column: x => x.journal_id,
                        principalTable: "journal",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "provider_area",
                columns: table => new
                {
                    provider_id = table.Column<Guid>(type: "uuid", nullable: false),
                    area = table.Column<short>(type: "smallint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_provider_area", x => new { x.provider_id, x.area });
                    table.ForeignKey(
                        name: "FK_provider_area_provider_provider_id",
                        column: x => x.provider_id,
                        principalTable: "provider",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "provider_check",
                columns: table => new
                {
                    provider_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    checked_on = table.Column<DateOnly>(type: "date", nullable: false),
                    refresh_due = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_provider_check", x => new { x.provider_id, x.kind });
                    table.ForeignKey(
                        name: "FK_provider_check_provider_provider_id",
                        column: x => x.provider_id,
                        principalTable: "provider",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "provider_therapy",
                columns: table => new
                {
                    provider_id = table.Column<Guid>(type: "uuid", nullable: false),
                    therapy = table.Column<string>(type: "text", nullable: false),
                    rate_pence = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_provider_therapy", x => new { x.provider_id, x.therapy });
                    table.ForeignKey(
                        name: "FK_provider_therapy_provider_provider_id",
                        column: x => x.provider_id,
                        principalTable: "provider",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "statement_line",
                columns: table => new
                {
                    statement_id = table.Column<Guid>(type: "uuid", nullable: false),
                    row = table.Column<int>(type: "integer", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false),
                    portal_reference = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    pence = table.Column<long>(type: "bigint", nullable: false),
                    paid_on = table.Column<DateOnly>(type: "date", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: true),
                    outcome = table.Column<short>(type: "smallint", nullable: false),
                    entered_pence = table.Column<long>(type: "bigint", nullable: false),
                    expected_pence = table.Column<long>(type: "bigint", nullable: false),
                    journal_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_statement_line", x => new { x.statement_id, x.row });
                    table.ForeignKey(
                        name: "FK_statement_line_statement_statement_id",
                        column: x => x.statement_id,
                        principalTable: "statement",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "line_funding",
                columns: table => new
                {
                    line_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    funder = table.Column<short>(type: "smallint", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    pence = table.Column<long>(type: "bigint", nullable: false),
                    awarded_pence = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_line_funding", x => new { x.line_id, x.child_id, x.funder });
                    table.ForeignKey(
                        name: "FK_line_funding_application_line_line_id",
                        column: x => x.line_id,
                        principalTable: "application_line",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "application_imported",
                table: "application",
                columns: new[] { "council", "imported_as" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "application_number",
                table: "application",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "application_portal_reference",
                table: "application",
                columns: new[] { "council", "portal_reference" });

            migrationBuilder.CreateIndex(
                name: "application_status",
                table: "application",
                columns: new[] { "council", "status" });

            migrationBuilder.CreateIndex(
                name: "IX_application_line_application_id",
                table: "application_line",
                column: "application_id");

            migrationBuilder.CreateIndex(
                name: "claim_number",
                table: "claim",
                columns: new[] { "council", "number" });

            migrationBuilder.CreateIndex(
                name: "framework_reference",
                table: "framework",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "fund_child_family",
                table: "fund_child",
                columns: new[] { "council", "family_id" });

            migrationBuilder.CreateIndex(
                name: "hand_over_from",
                table: "hand_over",
                column: "from_council");

            migrationBuilder.CreateIndex(
                name: "hand_over_proposed_once",
                table: "hand_over",
                column: "child_id",
                unique: true,
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "hand_over_to",
                table: "hand_over",
                column: "to_council");

            migrationBuilder.CreateIndex(
                name: "invoice_order",
                table: "invoice",
                column: "order_id");

            migrationBuilder.CreateIndex(
                name: "invoice_reference",
                table: "invoice",
                columns: new[] { "council", "provider_id", "reference" },
                unique: true,
                filter: "state <> 3");

            migrationBuilder.CreateIndex(
                name: "journal_application",
                table: "journal",
                column: "application_id");

            migrationBuilder.CreateIndex(
                name: "journal_number",
                table: "journal",
                columns: new[] { "council", "number" });

            migrationBuilder.CreateIndex(
                name: "journal_reversed_once",
                table: "journal",
                column: "reverses_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "line_funding_child",
                table: "line_funding",
                column: "child_id");

            migrationBuilder.CreateIndex(
                name: "measurement_council",
                table: "measurement",
                column: "council");

            migrationBuilder.CreateIndex(
                name: "needs_assessment_child",
                table: "needs_assessment",
                column: "child_id");

            migrationBuilder.CreateIndex(
                name: "posting_application",
                table: "posting",
                columns: new[] { "application_id", "line_id" });

            migrationBuilder.CreateIndex(
                name: "posting_child",
                table: "posting",
                columns: new[] { "council", "year", "child_id" });

            migrationBuilder.CreateIndex(
                name: "provider_therapy_therapy",
                table: "provider_therapy",
                column: "therapy");

            migrationBuilder.CreateIndex(
                name: "purchase_order_line",
                table: "purchase_order",
                column: "line_id");

            migrationBuilder.CreateIndex(
                name: "purchase_order_number",
                table: "purchase_order",
                columns: new[] { "council", "number" });

            migrationBuilder.CreateIndex(
                name: "quote_application",
                table: "quote",
                column: "application_id");

            migrationBuilder.CreateIndex(
                name: "rule_job_waiting",
                table: "rule_job",
                column: "requested_at",
                filter: "finished_at is null");

            migrationBuilder.CreateIndex(
                name: "statement_number",
                table: "statement",
                columns: new[] { "council", "number" });

            migrationBuilder.CreateIndex(
                name: "statement_line_reference",
                table: "statement_line",
                columns: new[] { "council", "reference" });

            migrationBuilder.Sql(BalanceFunctions.Create + HandOverFunctions.Create + LedgerGuard.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(LedgerGuard.Drop + HandOverFunctions.Drop + BalanceFunctions.Drop);

            migrationBuilder.DropTable(
                name: "application_child");

            migrationBuilder.DropTable(
                name: "balance_use");

            migrationBuilder.DropTable(
                name: "child_balance");

            migrationBuilder.DropTable(
                name: "claim_item");

            migrationBuilder.DropTable(
                name: "framework_rate");

            migrationBuilder.DropTable(
                name: "fund_child");

            migrationBuilder.DropTable(
                name: "hand_over");

            migrationBuilder.DropTable(
                name: "invoice");

            migrationBuilder.DropTable(
                name: "line_funding");

            migrationBuilder.DropTable(
                name: "measurement");

            migrationBuilder.DropTable(
                name: "needs_assessment");

            migrationBuilder.DropTable(
                name: "posting");

            migrationBuilder.DropTable(
                name: "provider_area");

            migrationBuilder.DropTable(
                name: "provider_check");

            migrationBuilder.DropTable(
                name: "provider_therapy");

            migrationBuilder.DropTable(
                name: "purchase_order");

            migrationBuilder.DropTable(
                name: "quote");

            migrationBuilder.DropTable(
                name: "rule_change");

            migrationBuilder.DropTable(
                name: "rule_job");

            migrationBuilder.DropTable(
                name: "statement_line");

            migrationBuilder.DropTable(
                name: "claim");

            migrationBuilder.DropTable(
                name: "framework");

            migrationBuilder.DropTable(
                name: "application_line");

            migrationBuilder.DropTable(
                name: "journal");

            migrationBuilder.DropTable(
                name: "provider");

            migrationBuilder.DropTable(
                name: "statement");

            migrationBuilder.DropTable(
                name: "application");
        }
    }
}
