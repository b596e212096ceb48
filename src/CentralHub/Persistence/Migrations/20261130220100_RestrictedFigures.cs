using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.CentralHub.Persistence.Migrations
{
    /// <summary>Who of a council counts a child with a restricted record in the council's own figures; hubs say it of each anew in the night after this.</summary>
    [DbContext(typeof(CentralHubDbContext))]
    [Migration("20261130220100_RestrictedFigures")]
    public partial class RestrictedFigures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var table in new[] { "received_event", "regional_state" })
            {
                migrationBuilder.AddColumn<short>(name: "restricted_to", table: table, type: "smallint", nullable: false, defaultValue: (short)0);
            }

            // Case systems read figures alone, and what is told of them is the whole list: the columns that are read off the newest snapshot say it as it is told.
            foreach (var table in new[] { "child_profile", "household_offer" })
            {
                migrationBuilder.Sql($"""
                    alter table {table} drop column restricted_to;
                    alter table {table} add column restricted_to smallint not null generated always as ((
                        case when snapshot ->> 'restrictedTo' like '%CaldicottGuardian%' then 1 else 0 end
                        + case when snapshot ->> 'restrictedTo' like '%SupportWorker%' then 2 else 0 end
                        + case when snapshot ->> 'restrictedTo' like '%SupportFund%' then 4 else 0 end
                        + case when snapshot ->> 'restrictedTo' like '%SocialWorker%' then 8 else 0 end
                        + case when snapshot ->> 'restrictedTo' like '%FamilyFinder%' then 16 else 0 end
                        + case when snapshot ->> 'restrictedTo' like '%Recruitment%' then 32 else 0 end
                        + case when snapshot ->> 'restrictedTo' like '%PanelAdviser%' then 64 else 0 end
                        + case when snapshot ->> 'restrictedTo' like '%PanelMember%' then 128 else 0 end
                        + case when snapshot ->> 'restrictedTo' like '%PanelChair%' then 256 else 0 end
                        + case when snapshot ->> 'restrictedTo' like '%DecisionMaker%' then 512 else 0 end
                        + case when snapshot ->> 'restrictedTo' like '%CaseSystem%' then 1024 else 0 end)::smallint) stored;
                    create index {table}_restricted on {table} (council) where restricted_to <> 0;
                    """);
            }

            migrationBuilder.CreateIndex(name: "regional_state_restricted", table: "regional_state", column: "council", filter: "restricted_to <> 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "regional_state_restricted", table: "regional_state");
            migrationBuilder.DropColumn(name: "restricted_to", table: "regional_state");
            migrationBuilder.DropColumn(name: "restricted_to", table: "received_event");
        }
    }
}
