using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.CentralHub.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class FamilyFinding : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "agreement",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    councils = table.Column<short[]>(type: "smallint[]", nullable: false),
                    region = table.Column<bool>(type: "boolean", nullable: false),
                    basis = table.Column<short>(type: "smallint", nullable: false),
                    proposed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    in_force_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_agreement", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "campaign",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_campaign", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "candidate_question",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    child = table.Column<Guid>(type: "uuid", nullable: false),
                    household = table.Column<Guid>(type: "uuid", nullable: false),
                    home_area = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    epoch = table.Column<int>(type: "integer", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: true),
                    possible = table.Column<bool>(type: "boolean", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_candidate_question", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "disclosure",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    link = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<short>(type: "smallint", nullable: false),
                    subject_reference = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    level = table.Column<short>(type: "smallint", nullable: false),
                    purpose = table.Column<short>(type: "smallint", nullable: false),
                    basis = table.Column<short>(type: "smallint", nullable: false),
                    giver = table.Column<Guid>(type: "uuid", nullable: false),
                    reader = table.Column<Guid>(type: "uuid", nullable: false),
                    reader_council = table.Column<short>(type: "smallint", nullable: false),
                    granted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    end = table.Column<short>(type: "smallint", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    hub_state = table.Column<short>(type: "smallint", nullable: true),
                    hub_gates = table.Column<short>(type: "smallint", nullable: false),
                    hub_end = table.Column<short>(type: "smallint", nullable: false),
                    hub_epoch = table.Column<int>(type: "integer", nullable: true),
                    hub_version = table.Column<long>(type: "bigint", nullable: true),
                    hub_answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    read = table.Column<bool>(type: "boolean", nullable: false),
                    received_on = table.Column<DateOnly>(type: "date", nullable: true),
                    papers = table.Column<short>(type: "smallint", nullable: true),
                    attested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_disclosure", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "duty_count",
                columns: table => new
                {
                    council = table.Column<short>(type: "smallint", nullable: false),
                    duty = table.Column<short>(type: "smallint", nullable: false),
                    lateness = table.Column<short>(type: "smallint", nullable: false),
                    count = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_duty_count", x => new { x.council, x.duty, x.lateness });
                });

            migrationBuilder.CreateTable(
                name: "interest",
                columns: table => new
                {
                    child = table.Column<Guid>(type: "uuid", nullable: false),
                    household = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    open = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_interest", x => new { x.child, x.household });
                });

            migrationBuilder.CreateTable(
                name: "link",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    search = table.Column<Guid>(type: "uuid", nullable: false),
                    search_of = table.Column<short>(type: "smallint", nullable: false),
                    household = table.Column<Guid>(type: "uuid", nullable: false),
                    household_council = table.Column<short>(type: "smallint", nullable: false),
                    proposed_by = table.Column<short>(type: "smallint", nullable: false),
                    number = table.Column<short>(type: "smallint", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    reasons = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    proposed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    facts_at_end = table.Column<Guid>(type: "uuid", nullable: true),
                    disrupted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_link", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outcome_cell",
                columns: table => new
                {
                    year = table.Column<short>(type: "smallint", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    part = table.Column<short>(type: "smallint", nullable: false),
                    shown = table.Column<int>(type: "integer", nullable: true),
                    value = table.Column<long>(type: "bigint", nullable: true),
                    moved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outcome_cell", x => new { x.year, x.kind, x.part });
                });

            migrationBuilder.CreateTable(
                name: "outside_search",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    child = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    provider = table.Column<short>(type: "smallint", nullable: false),
                    london = table.Column<bool>(type: "boolean", nullable: false),
                    number = table.Column<short>(type: "smallint", nullable: false),
                    feasible = table.Column<bool>(type: "boolean", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expected_fee = table.Column<int>(type: "integer", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    end = table.Column<short>(type: "smallint", nullable: true),
                    fee = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outside_search", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "rate",
                columns: table => new
                {
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    fees = table.Column<string>(type: "jsonb", nullable: false),
                    london_percent = table.Column<short>(type: "smallint", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rate", x => x.from);
                });

            migrationBuilder.CreateTable(
                name: "search",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    of = table.Column<short>(type: "smallint", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    number = table.Column<short>(type: "smallint", nullable: false),
                    early_permanence = table.Column<bool>(type: "boolean", nullable: false),
                    hub_counts = table.Column<short>(type: "smallint", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    period = table.Column<int>(type: "integer", nullable: false),
                    counting_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    counted_seconds = table.Column<long>(type: "bigint", nullable: false),
                    live_links = table.Column<int>(type: "integer", nullable: false),
                    early_permanence_asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    early_permanence_listed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    listed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    weights_version = table.Column<int>(type: "integer", nullable: true),
                    feasible = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_search", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "search_candidate",
                columns: table => new
                {
                    search = table.Column<Guid>(type: "uuid", nullable: false),
                    household = table.Column<Guid>(type: "uuid", nullable: false),
                    household_council = table.Column<short>(type: "smallint", nullable: false),
                    place = table.Column<short>(type: "smallint", nullable: false),
                    candidate = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_search_candidate", x => new { x.search, x.household });
                });

            migrationBuilder.CreateTable(
                name: "search_change",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    search = table.Column<Guid>(type: "uuid", nullable: false),
                    household = table.Column<Guid>(type: "uuid", nullable: false),
                    household_council = table.Column<short>(type: "smallint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    move = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_search_change", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "search_child",
                columns: table => new
                {
                    search = table.Column<Guid>(type: "uuid", nullable: false),
                    child = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_search_child", x => new { x.search, x.child });
                });

            migrationBuilder.CreateTable(
                name: "search_escalation",
                columns: table => new
                {
                    search = table.Column<Guid>(type: "uuid", nullable: false),
                    period = table.Column<int>(type: "integer", nullable: false),
                    length = table.Column<short>(type: "smallint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    feasible = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_search_escalation", x => new { x.search, x.period, x.length });
                });

            migrationBuilder.CreateTable(
                name: "search_overview",
                columns: table => new
                {
                    child = table.Column<Guid>(type: "uuid", nullable: false),
                    without = table.Column<short>(type: "smallint", nullable: false),
                    has_link = table.Column<bool>(type: "boolean", nullable: false),
                    feasible = table.Column<bool>(type: "boolean", nullable: false),
                    escalated = table.Column<short>(type: "smallint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_search_overview", x => x.child);
                });

            migrationBuilder.CreateTable(
                name: "sufficiency",
                columns: table => new
                {
                    id = table.Column<short>(type: "smallint", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    figures = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sufficiency", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "transfer",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    from = table.Column<Guid>(type: "uuid", nullable: false),
                    to = table.Column<Guid>(type: "uuid", nullable: false),
                    links = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    offered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_transfer", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "weights",
                columns: table => new
                {
                    version = table.Column<int>(type: "integer", nullable: false),
                    weights = table.Column<string>(type: "jsonb", nullable: false),
                    declared_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_weights", x => x.version);
                });

            migrationBuilder.CreateTable(
                name: "worker",
                columns: table => new
                {
                    reference = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    councils = table.Column<short[]>(type: "smallint[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_worker", x => x.reference);
                });

            migrationBuilder.CreateTable(
                name: "agreement_council",
                columns: table => new
                {
                    agreement = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    left_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_agreement_council", x => new { x.agreement, x.council });
                    table.ForeignKey(
                        name: "FK_agreement_council_agreement_agreement",
                        column: x => x.agreement,
                        principalTable: "agreement",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "campaign_child",
                columns: table => new
                {
                    campaign = table.Column<Guid>(type: "uuid", nullable: false),
                    child = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_campaign_child", x => new { x.campaign, x.child });
                    table.ForeignKey(
                        name: "FK_campaign_child_campaign_campaign",
                        column: x => x.campaign,
                        principalTable: "campaign",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "disclosure_step",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    disclosure = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    worker = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<short>(type: "smallint", nullable: true),
                    gates = table.Column<short>(type: "smallint", nullable: false),
                    end = table.Column<short>(type: "smallint", nullable: false),
                    read = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_disclosure_step", x => x.id);
                    table.ForeignKey(
                        name: "FK_disclosure_step_disclosure_disclosure",
                        column: x => x.disclosure,
                        principalTable: "disclosure",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "link_child",
                columns: table => new
                {
                    link = table.Column<Guid>(type: "uuid", nullable: false),
                    child = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_link_child", x => new { x.link, x.child });
                    table.ForeignKey(
                        name: "FK_link_child_link_link",
                        column: x => x.link,
                        principalTable: "link",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "link_party",
                columns: table => new
                {
                    link = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    side = table.Column<short>(type: "smallint", nullable: false),
                    taken = table.Column<short>(type: "smallint", nullable: true),
                    decision = table.Column<short>(type: "smallint", nullable: true),
                    decision_epoch = table.Column<int>(type: "integer", nullable: true),
                    decision_version = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_link_party", x => new { x.link, x.council, x.side });
                    table.ForeignKey(
                        name: "FK_link_party_link_link",
                        column: x => x.link,
                        principalTable: "link",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "link_step",
                columns: table => new
                {
                    link = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    side = table.Column<short>(type: "smallint", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: true),
                    worker = table.Column<Guid>(type: "uuid", nullable: true),
                    from = table.Column<short>(type: "smallint", nullable: true),
                    to = table.Column<short>(type: "smallint", nullable: false),
                    taken = table.Column<bool>(type: "boolean", nullable: false),
                    reasons = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_link_step", x => new { x.link, x.version });
                    table.ForeignKey(
                        name: "FK_link_step_link_link",
                        column: x => x.link,
                        principalTable: "link",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "link_worker",
                columns: table => new
                {
                    link = table.Column<Guid>(type: "uuid", nullable: false),
                    worker = table.Column<Guid>(type: "uuid", nullable: false),
                    side = table.Column<short>(type: "smallint", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_link_worker", x => new { x.link, x.worker, x.side });
                    table.ForeignKey(
                        name: "FK_link_worker_link_link",
                        column: x => x.link,
                        principalTable: "link",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "candidate_question_household",
                table: "candidate_question",
                column: "household",
                filter: "withdrawn_at is null");

            migrationBuilder.CreateIndex(
                name: "candidate_question_open",
                table: "candidate_question",
                columns: new[] { "child", "household", "home_area" },
                unique: true,
                filter: "withdrawn_at is null");

            migrationBuilder.CreateIndex(
                name: "disclosure_council",
                table: "disclosure",
                column: "council");

            migrationBuilder.CreateIndex(
                name: "disclosure_link",
                table: "disclosure",
                column: "link");

            migrationBuilder.CreateIndex(
                name: "disclosure_reader_council",
                table: "disclosure",
                column: "reader_council");

            migrationBuilder.CreateIndex(
                name: "IX_disclosure_step_disclosure",
                table: "disclosure_step",
                column: "disclosure");

            migrationBuilder.CreateIndex(
                name: "link_household",
                table: "link",
                column: "household");

            migrationBuilder.CreateIndex(
                name: "link_pair",
                table: "link",
                columns: new[] { "search", "household" },
                unique: true,
                filter: "state <> 10");

            migrationBuilder.CreateIndex(
                name: "link_child_child",
                table: "link_child",
                column: "child");

            migrationBuilder.CreateIndex(
                name: "link_party_council",
                table: "link_party",
                column: "council");

            migrationBuilder.CreateIndex(
                name: "link_worker_worker",
                table: "link_worker",
                column: "worker");

            migrationBuilder.CreateIndex(
                name: "outside_search_open",
                table: "outside_search",
                columns: new[] { "child", "provider" },
                unique: true,
                filter: "ended_at is null");

            migrationBuilder.CreateIndex(
                name: "search_live",
                table: "search",
                column: "ended_at",
                filter: "ended_at is null");

            migrationBuilder.CreateIndex(
                name: "search_change_search",
                table: "search_change",
                columns: new[] { "search", "id" });

            migrationBuilder.CreateIndex(
                name: "search_child_child",
                table: "search_child",
                column: "child");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agreement_council");

            migrationBuilder.DropTable(
                name: "campaign_child");

            migrationBuilder.DropTable(
                name: "candidate_question");

            migrationBuilder.DropTable(
                name: "disclosure_step");

            migrationBuilder.DropTable(
                name: "duty_count");

            migrationBuilder.DropTable(
                name: "interest");

            migrationBuilder.DropTable(
                name: "link_child");

            migrationBuilder.DropTable(
                name: "link_party");

            migrationBuilder.DropTable(
                name: "link_step");

            migrationBuilder.DropTable(
                name: "link_worker");

            migrationBuilder.DropTable(
                name: "outcome_cell");

            migrationBuilder.DropTable(
                name: "outside_search");

            migrationBuilder.DropTable(
                name: "rate");

            migrationBuilder.DropTable(
                name: "search");

            migrationBuilder.DropTable(
                name: "search_candidate");

            migrationBuilder.DropTable(
                name: "search_change");

            migrationBuilder.DropTable(
                name: "search_child");

            migrationBuilder.DropTable(
                name: "search_escalation");

            migrationBuilder.DropTable(
                name: "search_overview");

            migrationBuilder.DropTable(
                name: "sufficiency");

            migrationBuilder.DropTable(
                name: "transfer");

            migrationBuilder.DropTable(
                name: "weights");

            migrationBuilder.DropTable(
                name: "worker");

            migrationBuilder.DropTable(
                name: "agreement");

            migrationBuilder.DropTable(
                name: "campaign");

            migrationBuilder.DropTable(
                name: "disclosure");

            migrationBuilder.DropTable(
                name: "link");
        }
    }
}
